package dev.parley.journey;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Uploads through the gateway by a client that knows nothing of Parley, whatever happens on the way. */
interface UploadContract {

    int CHUNK_SIZE = 8 << 20;

    RunningSuite suite();

    URI gateway();

    /** How large the files are. */
    default long uploadSize() {
        return 100L << 20;
    }

    @Test
    default void aFileArrivesWhole(@TempDir Path folder) throws IOException {
        Upload upload = new Upload(gateway(), folder, uploadSize());

        upload.arrivesWhole(upload.send());
    }

    @Test
    default void aFileArrivesInFourPartsAtOnce(@TempDir Path folder) throws IOException {
        Upload upload = new Upload(gateway(), folder, uploadSize());

        upload.arrivesWhole(upload.send("--parallel", "4"));
    }

    @Test
    default void partsThatWereSentBeforeTheClientDiedAreNotSentAgain(@TempDir Path folder) throws IOException {
        Upload upload = new Upload(gateway(), folder, uploadSize());
        JsonNode cut = upload.send("--parallel", "4", "--cut-after",
                Long.toString(uploadSize() / 2));
        assertThat(cut.path("cut").asBoolean()).isTrue();

        JsonNode done = upload.send("--parallel", "4");

        assertThat(done.path("resumedFrom").asLong()).isBetween(1L, uploadSize() / 2);
        upload.arrivesWhole(done);
    }

    @Test
    default void anUploadWhoseConnectionIsCutHalfWayIsResumed(@TempDir Path folder) throws IOException {
        Upload upload = new Upload(gateway(), folder, uploadSize());

        JsonNode done = upload.send("--drop-after",
                Long.toString(uploadSize() / 2 + 100_000));

        assertThat(done.path("drops").asInt()).isEqualTo(1);
        upload.arrivesWhole(done);
    }

    @Test
    default void anUploadDuringWhichTheServiceIsKilledIsResumed(@TempDir Path folder) throws IOException {
        Upload upload = new Upload(gateway(), folder, uploadSize());

        JsonNode done = upload.client.uploadAcross(upload.person, upload.file, CHUNK_SIZE,
                uploadSize() / 2 + 100_000, () -> {
                    suite().service("file-service").kill();
                    suite().service("file-service").start();
                });

        upload.arrivesWhole(done);
    }

    @Test
    default void whatTusSaysInHeadersPassesThroughTheGateway() {
        Person person = Person.arrives(gateway(), "tus");
        HttpResponse<byte[]> options = person.api().tus("OPTIONS", "/api/files/uploads", new byte[0]);
        assertThat(options.statusCode()).isEqualTo(204);
        assertThat(options.headers().firstValue("Tus-Version")).hasValue("1.0.0");
        assertThat(options.headers().firstValue("Tus-Checksum-Algorithm")).hasValue("sha1,sha256,crc32,md5");
        assertThat(options.headers().firstValue("Tus-Extension").orElse("")).contains("concatenation", "checksum");
        String upload = person.api().tus("POST", "/api/files/uploads", new byte[0], "Upload-Defer-Length", "1")
                .headers().firstValue("Location").orElseThrow();

        HttpResponse<byte[]> mismatch = person.api().tus("PATCH", upload, new byte[10], "Upload-Offset", "0",
                "Content-Type", "application/offset+octet-stream", "Upload-Checksum", "crc32 AAAAAA==");
        HttpResponse<byte[]> patched = person.api().tus("PATCH", upload, new byte[10], "Upload-Offset", "0",
                "Content-Type", "application/offset+octet-stream", "Upload-Checksum", "crc32 44podg==");
        HttpResponse<byte[]> head = person.api().tus("HEAD", upload, new byte[0]);

        assertThat(mismatch.statusCode()).isEqualTo(460);
        assertThat(patched.statusCode()).isEqualTo(204);
        assertThat(head.headers().firstValue("Upload-Offset")).hasValue("10");
        assertThat(head.headers().firstValue("Upload-Defer-Length")).hasValue("1");
        assertThat(Api.json(person.api().get("/api/files/uploads"), 200).at("/items/0/url").asString())
                .isEqualTo(upload);
        assertThat(person.api().tus("DELETE", upload, new byte[0]).statusCode()).isEqualTo(204);
    }

    /** A person, a file of random bytes, and the client that sends it. */
    final class Upload {

        private final Person person;
        private final Path file;
        private final StockTusClient client;

        Upload(URI gateway, Path folder, long size) throws IOException {
            person = Person.arrives(gateway, "uploader");
            file = folder.resolve("large.bin");
            client = new StockTusClient(folder.resolve("uploads.json"));
            Random random = new Random();
            byte[] block = new byte[1 << 20];
            try (OutputStream out = Files.newOutputStream(file)) {
                for (long left = size; left > 0; left -= block.length) {
                    random.nextBytes(block);
                    out.write(block, 0, (int) Math.min(left, block.length));
                }
            }
        }

        /** Uploads it in chunks, with more options of {@code upload.mjs}. */
        JsonNode send(String... more) {
            return client.upload(person, file, CHUNK_SIZE, more);
        }

        /** What is in the drive afterwards is what was sent, as hash-service and {@code sha256sum} agree. */
        void arrivesWhole(JsonNode done) throws IOException {
            String id = done.path("url").asString().replaceFirst(".*/", "");
            JsonNode available = await().atMost(Duration.ofSeconds(120)).until(
                    () -> Api.json(person.api().get("/api/files/drive/" + id), 200),
                    found -> !found.path("status").asString().equals("processing"));
            assertThat(Map.of("status", available.path("status").asString(), "size", available.path("size").asLong(),
                    "sha256", available.path("sha256").asString(), "name", available.path("name").asString()))
                    .isEqualTo(Map.of("status", "available", "size", Files.size(file), "sha256", Sha256sum.of(file),
                            "name", "large.bin"));
        }
    }
}
