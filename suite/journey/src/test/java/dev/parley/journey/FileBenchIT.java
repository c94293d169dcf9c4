package dev.parley.journey;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.parley.parts.real.NeedsReal;
import dev.parley.parts.real.RealComponent;
import dev.parley.testkit.TestIssuer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How fast files go up and down, through the gateway and past it, beside cp and nginx on the same machine; small files; digests beside
 * openssl; instant uploads and long lists. Compare only within one run. The report is target/bench/files.md.
 */
@Tag("bench")
@NeedsReal({RealComponent.MARIADB, RealComponent.RABBITMQ, RealComponent.REDIS})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(900)
class FileBenchIT {

    /** Small and short, to see that the benchmarks work; its figures say nothing. */
    private static final boolean SMOKE = Boolean.getBoolean("parley.bench.smoke");
    private static final long LARGE = SMOKE ? 32L << 20 : 1L << 30;
    private static final int ROUNDS = SMOKE ? 2 : 5;
    private static final Path REPORT = Path.of("target", "bench", "files.md");

    private final List<String> rows = new ArrayList<>();
    private final TestIssuer issuer = new TestIssuer();
    private FiguresSuite suite;
    private Nginx nginx;
    private FileStore store;
    private FileLoad files;

    @TempDir
    private Path folder;

    @BeforeAll
    void start() throws IOException {
        Programs.need("nginx", "openssl", "cp", "sync");
        suite = FiguresSuite.startFiles(issuer);
        nginx = new Nginx(Files.createDirectories(Path.of("target", "figures", "nginx").toAbsolutePath()));
        store = new FileStore(suite.parts().mariaDb(), FiguresSuite.FILE_SCHEMA);
        files = new FileLoad(issuer.token(7));
        rows.add("| files | figure | CPU seconds |");
        rows.add("|---|---|---|");
    }

    @AfterAll
    void stop() throws IOException {
        if (nginx != null) {
            nginx.close();
        }
        if (suite != null) {
            suite.close();
        }
        Files.createDirectories(REPORT.getParent());
        Files.write(REPORT, rows);
        rows.forEach(System.out::println);
    }

    /** What is measured, and how its bytes travel. */
    @FunctionalInterface
    private interface Transfer {
        void run() throws Exception;
    }

    @Test
    @Order(1)
    void aLargeFileUp() throws Exception {
        Path file = largeFile();
        Map<String, Transfer> ways = new LinkedHashMap<>();
        ways.put("cp, then sync of the file", () -> copy(file));
        ways.put("PUT to nginx, not synced", () -> put(nginx.direct(), file));
        ways.put("PUT to nginx behind nginx, not synced", () -> put(nginx.proxied(), file));
        ways.put("upload (tus, one PATCH, synced), file-service direct",
                () -> upload(suite.url(FiguresSuite.FILE), file));
        ways.put("upload (tus, one PATCH, synced), through the gateway",
                () -> upload(suite.url(FiguresSuite.GATEWAY), file));
        try (HeapWatch heap = new HeapWatch(suite.url(FiguresSuite.FILE))) {
            rounds(ways);
            rows.add("| most heap in use in file-service meanwhile, garbage included | " + heap + " | |");
        }
    }

    @Test
    @Order(2)
    void aLargeFileDown() throws Exception {
        Path file = largeFile();
        put(nginx.direct(), file);
        String content = "/api/files/drive/" + upload(suite.url(FiguresSuite.GATEWAY), file) + "/content";
        Map<String, Transfer> ways = new LinkedHashMap<>();
        ways.put("GET from nginx", () -> get(nginx.direct(), "/files/large"));
        ways.put("GET from nginx behind nginx", () -> get(nginx.proxied(), "/files/large"));
        ways.put("download, file-service direct", () -> get(suite.url(FiguresSuite.FILE), content));
        ways.put("download, through the gateway", () -> get(suite.url(FiguresSuite.GATEWAY), content));
        rounds(ways);
    }

    @Test
    @Order(3)
    void digests() throws Exception {
        Path file = largeFile();
        Map<String, Transfer> ways = new LinkedHashMap<>();
        ways.put("openssl dgst -sha256", () -> program("openssl", "dgst", "-sha256", file.toString()));
        ways.put("hash-service direct, sha-256", () -> hash("sha-256", file));
        ways.put("hash-service direct, sha-256, sha-1, md5 and crc32 in one pass",
                () -> hash("sha-256,sha-1,md5,crc32", file));
        rounds(ways);
    }

    private void rounds(Map<String, Transfer> ways) throws Exception {
        Map<String, List<Double>> rates = new LinkedHashMap<>();
        Map<String, String> cpu = new LinkedHashMap<>();
        for (int round = 0; round <= ROUNDS; round++) {
            for (Map.Entry<String, Transfer> way : ways.entrySet()) {
                store.awaitQuiet();
                CpuTimes before = CpuTimes.now(suite.names());
                long begin = System.nanoTime();
                way.getValue().run();
                double seconds = (System.nanoTime() - begin) / 1e9;
                if (round > 0) { // the first one warms up
                    rates.computeIfAbsent(way.getKey(), key -> new ArrayList<>()).add(LARGE / 1e6 / seconds);
                    cpu.put(way.getKey(), CpuTimes.now(suite.names()).since(before));
                }
            }
        }
        rates.forEach((what, all) -> {
            List<Double> sorted = all.stream().sorted().toList();
            rows.add(String.format(Locale.ROOT, "| %s, %,d MiB | median %,.0f MB/s (%,.0f to %,.0f) | last round: %s |",
                    what, LARGE >> 20, sorted.get(sorted.size() / 2), sorted.getFirst(), sorted.getLast(),
                    cpu.getOrDefault(what, "")));
        });
    }

    private Path largeFile() throws IOException {
        Path file = folder.resolve("large");
        if (!Files.exists(file)) {
            FileLoad.writeRandom(file, LARGE);
        }
        return file;
    }

    private void copy(Path file) throws Exception {
        Path copy = Path.of("target", "figures", "copy").toAbsolutePath();
        program("cp", file.toString(), copy.toString());
        program("sync", copy.toString());
        Files.delete(copy);
    }

    private static void program(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        assertThat(process.waitFor()).as(command[0]).isZero();
    }

    private void put(URI server, Path file) throws IOException {
        try (RawHttp http = new RawHttp(server); FileChannel body = FileChannel.open(file)) {
            assertThat(http.send("PUT /files/large HTTP/1.1\r\nHost: bench\r\nContent-Length: " + LARGE + "\r\n", body)
                    .status()).isBetween(201, 204);
        }
    }

    private void get(URI server, String path) throws IOException {
        try (RawHttp http = new RawHttp(server)) {
            RawHttp.Answer answer = http.send(files.head("GET", path, ""), new byte[0]);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.length()).isEqualTo(LARGE);
        }
    }

    private String upload(URI server, Path file) throws IOException {
        try (RawHttp http = new RawHttp(server); FileChannel body = FileChannel.open(file)) {
            String location = files.create(http, LARGE);
            RawHttp.Answer answer = http.send(files.head("PATCH", location, "Tus-Resumable: 1.0.0\r\n"
                    + "Upload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: " + LARGE
                    + "\r\n"), body);
            assertThat(answer.status()).as(answer.begin()).isEqualTo(204);
            return location.substring(location.lastIndexOf('/') + 1);
        }
    }

    private void hash(String algorithms, Path file) throws IOException {
        try (RawHttp http = new RawHttp(suite.url(FiguresSuite.HASH)); FileChannel body = FileChannel.open(file)) {
            assertThat(http.send(files.head("POST", "/api/hash?algorithms=" + algorithms,
                    "Content-Type: application/octet-stream\r\nContent-Length: " + LARGE + "\r\n"), body).status())
                    .isEqualTo(200);
        }
    }
}
