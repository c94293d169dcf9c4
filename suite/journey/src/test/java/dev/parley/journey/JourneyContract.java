package dev.parley.journey;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The main road through Parley. Every set of parts that the suite runs on keeps it. */
interface JourneyContract {

    /** Where the gateway of the running suite listens. */
    URI gateway();

    int FILE_SIZE = 56 * 1024 * 1024 + 12_345;
    int CHUNK_SIZE = 8 * 1024 * 1024;

    @Test
    default void whoComesBackGetsExactlyWhatWasMissed() {
        Person alice = Person.arrives(gateway(), "alice");
        Person bob = Person.arrives(gateway(), "bob");
        String channel = alice.channelWith(bob);
        assertThat(bob.channelWith(alice)).as("the same channel, whoever opens it").isEqualTo(channel);

        try (ChatSocket alicesSocket = alice.connects()) {
            try (ChatSocket bobsSocket = bob.connects()) {
                assertThat(alicesSocket.send(channel, "Hello Bob 👋")).isEqualTo(1);
                assertThat(bobsSocket.send(channel, "Grüß dich, Alice")).isEqualTo(2);
                assertThat(texts(bobsSocket.receive(channel, 2))).containsExactly("Hello Bob 👋", "Grüß dich, Alice");
                assertThat(texts(alicesSocket.receive(channel, 2))).containsExactly("Hello Bob 👋", "Grüß dich, Alice");
            }
            for (int i = 3; i <= 12; i++) {
                assertThat(alicesSocket.send(channel, "while you were away " + i)).isEqualTo(i);
            }
            try (ChatSocket bobsSocket = bob.connects()) {
                List<JsonNode> missed = bobsSocket.resume(channel, 2);
                assertThat(missed.stream().map(m -> m.path("version").asLong())).containsExactly(3L, 4L, 5L, 6L, 7L, 8L,
                        9L, 10L,
                        11L, 12L);
                assertThat(missed.getFirst().path("text").asString()).isEqualTo("while you were away 3");

                assertThat(alicesSocket.send(channel, "live again")).isEqualTo(13);
                assertThat(texts(bobsSocket.receive(channel, 1))).containsExactly("live again");
            }
        }
    }

    @Test
    default void resendingAMessageGivesTheSameVersion() {
        Person alice = Person.arrives(gateway(), "alice");
        String channel = alice.channelWith(Person.arrives(gateway(), "bob"));

        try (ChatSocket socket = alice.connects()) {
            assertThat(socket.send(channel, "once", "client-id-1")).isEqualTo(1);
            assertThat(socket.send(channel, "once", "client-id-1")).isEqualTo(1);
            assertThat(socket.send(channel, "twice", "client-id-2")).isEqualTo(2);
        }
    }

    @Test
    default void strangersSeeNothing() {
        Person alice = Person.arrives(gateway(), "alice");
        String channel = alice.channelWith(Person.arrives(gateway(), "bob"));
        Person eve = Person.arrives(gateway(), "eve");

        assertThat(eve.api().get("/api/chat/channels/" + channel).statusCode()).isEqualTo(404);
        assertThat(eve.api().get("/api/chat/channels/" + channel + "/messages?after=0").statusCode()).isEqualTo(404);
        for (String path : List.of("/api/chat/channels", "/api/files/drive", "/api/auth/users/me",
                "/api/hash?algorithms=md5")) {
            assertThat(Api.stranger(gateway()).get(path).statusCode()).as(path).isEqualTo(401);
        }
        for (String path : List.of("/internal/session", "/actuator/prometheus", "/actuator/env",
                "/api/auth/%2e%2e/%2e%2e/internal/session")) {
            assertThat(alice.api().get(path).statusCode()).as(path).isEqualTo(404);
        }
    }

    @Test
    default void aFileIsUploadedInPiecesSharedReadInRangesAndKeptOnce(@TempDir Path folder) throws IOException {
        Person alice = Person.arrives(gateway(), "alice");
        Person bob = Person.arrives(gateway(), "bob");
        Path file = folder.resolve("holiday.bin");
        writeRandom(file);
        byte[] content = Files.readAllBytes(file);

        String id = uploadInTwoGoes(alice, file, folder);
        JsonNode available = awaitAvailable(alice, id);
        assertThat(available.path("sha256").asString()).isEqualTo(Sha256sum.of(file));
        assertThat(available.path("size").asLong()).isEqualTo(FILE_SIZE);

        String link = Api.json(alice.api().post("/api/files/shares", Map.of("fileId", id)), 201).path("url").asString();
        assertThat(bob.api().get("/api/files/drive/" + id).statusCode()).as("not Bob's own").isEqualTo(404);
        HttpResponse<byte[]> part = bob.api().get(link + "/content", "Range", "bytes=10000000-29999999");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(Arrays.equals(part.body(), 0, part.body().length, content, 10_000_000, 30_000_000)).isTrue();

        assertThat(instantUpload(bob, content, available.path("sha256").asString())).isEqualTo("available");
    }

    @Test
    default void aLogoutIsFeltWithinASecondByRequestsAndByOpenSockets() {
        List<Double> untilRefused = new ArrayList<>();
        List<Double> untilClosed = new ArrayList<>();
        for (int round = 0; round < 9; round++) {
            Person alice = Person.arrives(gateway(), "alice");
            ChatSocket socket = alice.connects();
            assertThat(alice.isLetIn()).isEqualTo(200);

            assertThat(alice.api().postNothing("/api/auth/logout").statusCode()).isEqualTo(204);

            long loggedOut = System.nanoTime();
            await().atMost(Duration.ofSeconds(60)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1))
                    .until(() -> alice.isLetIn() == 401);
            untilRefused.add((System.nanoTime() - loggedOut) / 1e6);
            assertThat(socket.closed().code()).isEqualTo(4401);
            untilClosed.add(Math.max(0, socket.closed().nanoTime() - loggedOut) / 1e6);
        }
        LoggerFactory.getLogger(JourneyContract.class).info("{}", String.format(Locale.ROOT,
                "from logout to 401: median %.1f ms, longest %.1f ms; to closing 4401: median %.1f ms, longest %.1f ms",
                median(untilRefused), longest(untilRefused), median(untilClosed), longest(untilClosed)));
        assertThat(median(untilRefused)).as("ms to 401").isLessThan(1000);
        assertThat(median(untilClosed)).as("ms to 4401").isLessThan(1000);
    }

    private static double median(List<Double> millis) {
        return millis.stream().sorted().toList().get(millis.size() / 2);
    }

    private static double longest(List<Double> millis) {
        return millis.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    private static String uploadInTwoGoes(Person person, Path file, Path folder) {
        StockTusClient client = new StockTusClient(folder.resolve("uploads.json"));
        JsonNode cut = client.uploadAndCut(person, file, CHUNK_SIZE, 2L * CHUNK_SIZE + 1_000_000);
        assertThat(cut.path("cut").asBoolean()).isTrue();

        JsonNode done = client.upload(person, file, CHUNK_SIZE);
        assertThat(done.path("url").asString()).isEqualTo(cut.path("url").asString());
        assertThat(done.path("resumedFrom").asLong()).isBetween(2L * CHUNK_SIZE, FILE_SIZE - 1L);
        assertThat(done.path("chunks").asInt()).isGreaterThan(2);
        return done.path("url").asString().replaceFirst(".*/", "");
    }

    private static JsonNode awaitAvailable(Person person, String fileId) {
        return await().atMost(Duration.ofSeconds(60)).until(() -> {
            JsonNode file = Api.json(person.api().get("/api/files/drive/" + fileId), 200);
            assertThat(file.path("status").asString()).isIn("processing", "available");
            return file;
        }, file -> file.path("status").asString().equals("available"));
    }

    private static String instantUpload(Person person, byte[] content, String sha256) {
        JsonNode challenge = Api.json(person.api().post("/api/files/instant-uploads",
                Map.of("sha256", sha256, "size", content.length, "name", "same.bin")), 201);
        assertThat(challenge.path("known").asBoolean()).isTrue();
        byte[] proof = Sha256sum.proof(challenge, content);
        JsonNode file = Api
                .json(person.api().post("/api/files/instant-uploads/" + challenge.path("id").asString() + "/proof",
                        Map.of("proof", HexFormat.of().formatHex(proof))), 201);
        assertThat(file.path("sha256").asString()).isEqualTo(sha256);
        return file.path("status").asString();
    }

    private static List<String> texts(List<JsonNode> messages) {
        return messages.stream().map(m -> m.path("text").asString()).toList();
    }

    private static void writeRandom(Path file) throws IOException {
        Random random = new Random();
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] block = new byte[64 * 1024];
            for (int left = FILE_SIZE; left > 0; left -= block.length) {
                random.nextBytes(block);
                out.write(block, 0, Math.min(left, block.length));
            }
        }
    }
}
