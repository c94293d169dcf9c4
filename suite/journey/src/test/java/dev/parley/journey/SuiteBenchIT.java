package dev.parley.journey;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import dev.parley.parts.real.NeedsReal;
import dev.parley.parts.real.RealComponent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Figures of the whole suite on the real components, through the gateway, with the load generator on the same machine. Compare only
 * within one run. Each row names the CPU seconds that every service spent on it; the report is target/bench/figures.md.
 */
@Tag("bench")
@NeedsReal({RealComponent.MARIADB, RealComponent.RABBITMQ, RealComponent.REDIS, RealComponent.CONSUL, RealComponent.S3})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SuiteBenchIT {

    private static final Duration WARM_UP = Duration.ofSeconds(8);
    private static final Duration MEASURED = Duration.ofSeconds(15);
    private static final long GIB = 1L << 30;
    private static final Path REPORT = Path.of("target", "bench", "figures.md");

    private final List<String> rows = new ArrayList<>();
    private RealSuite suite;
    private Person person;

    @BeforeAll
    void start() {
        suite = RealSuite.start();
        person = Person.arrives(suite.gateway(), "bench");
    }

    @AfterAll
    void stop() throws IOException {
        if (suite != null) {
            suite.close();
        }
        Files.createDirectories(REPORT.getParent());
        Files.write(REPORT, rows);
        rows.forEach(System.out::println);
    }

    @Test
    void smallAuthenticatedGets() {
        measured("small authenticated GET, 32 callers", 32,
                caller -> () -> assertThat(person.api().get("/api/auth/users/me").statusCode()).isEqualTo(200));
    }

    @Test
    void logins() {
        String name = "bench" + System.nanoTime();
        Map<String, String> credentials = Map.of("username", name, "password", "correct horse battery");
        Api stranger = Api.stranger(suite.gateway());
        Api.json(stranger.post("/api/auth/register", credentials), 201);
        measured("login (Argon2id 19 MiB, t=2, p=1), 2 callers", 2,
                caller -> () -> assertThat(stranger.post("/api/auth/login", credentials).statusCode()).isEqualTo(200));
    }

    @Test
    void acknowledgedMessages() {
        List<ChatSocket> sockets = new ArrayList<>();
        measured("acknowledged durable message, 100 pairs", 100, caller -> {
            Person alice = Person.arrives(suite.gateway(), "alice");
            String channel = alice.channelWith(person);
            ChatSocket socket = alice.connects();
            sockets.add(socket);
            return () -> socket.send(channel, "a message of a usual length, more or less");
        });
        sockets.forEach(ChatSocket::close);
    }

    @Test
    void aLargeFileUpAndDown(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("large.bin");
        writeRandom(file);
        for (String round : List.of("first", "second")) {
            String location = create();
            row("upload of 1 GiB, fsynced, one PATCH, " + round, () -> {
                HttpResponse<Void> answer = send(request(location).header("Tus-Resumable", "1.0.0")
                        .header("Content-Type", "application/offset+octet-stream").header("Upload-Offset", "0")
                        .method("PATCH", fileBody(file)).build());
                assertThat(answer.statusCode()).isEqualTo(204);
                return GIB;
            });
            String content = "/api/files/drive/" + location.replaceFirst(".*/", "") + "/content";
            row("download of 1 GiB, " + round, () -> {
                assertThat(send(request(content).build()).statusCode()).isEqualTo(200);
                return GIB;
            });
        }
    }

    private void measured(String what, int callers, IntFunction<Runnable> things) {
        Map<Integer, Runnable> made = new LinkedHashMap<>();
        Load.of(callers, WARM_UP, caller -> made.computeIfAbsent(caller, things::apply));
        Map<String, Duration> before = cpu();
        Load.Result result = Load.of(callers, MEASURED, made::get);
        rows.add("| " + what + " | " + result + " | " + cpuSince(before) + " |");
    }

    private void row(String what, Supplier<Long> work) {
        Map<String, Duration> before = cpu();
        long begin = System.nanoTime();
        long bytes = work.get();
        double seconds = (System.nanoTime() - begin) / 1e9;
        rows.add(String.format(Locale.ROOT, "| %s | %,.0f MB/s | %s |", what, bytes / 1e6 / seconds, cpuSince(before)));
    }

    private Map<String, Duration> cpu() {
        Map<String, Duration> spent = new LinkedHashMap<>();
        for (String name : RunningSuite.SERVICES) {
            spent.put(name, ProcessHandle.of(suite.service(name).pid()).flatMap(p -> p.info().totalCpuDuration())
                    .orElse(Duration.ZERO));
        }
        return spent;
    }

    private String cpuSince(Map<String, Duration> before) {
        List<String> spent = new ArrayList<>();
        cpu().forEach((name, now) -> spent.add(String.format(Locale.ROOT, "%s %.1f s", name,
                now.minus(before.getOrDefault(name, Duration.ZERO)).toMillis() / 1000.0)));
        return "CPU: " + String.join(", ", spent);
    }

    private String create() {
        HttpResponse<Void> created = send(request("/api/files/uploads").header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", Long.toString(GIB)).POST(BodyPublishers.noBody()).build());
        assertThat(created.statusCode()).isEqualTo(201);
        return created.headers().firstValue("Location").orElseThrow();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(person.api().uri(path)).header("Authorization", "Bearer " + person.accessToken());
    }

    private static HttpRequest.BodyPublisher fileBody(Path file) {
        try {
            return BodyPublishers.ofFile(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpResponse<Void> send(HttpRequest request) {
        try {
            return Api.CLIENT.send(request, BodyHandlers.discarding());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void writeRandom(Path file) throws IOException {
        byte[] block = new byte[1 << 20];
        new Random(1).nextBytes(block);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long written = 0; written < GIB; written += block.length) {
                block[0]++;
                out.write(block);
            }
        }
    }
}
