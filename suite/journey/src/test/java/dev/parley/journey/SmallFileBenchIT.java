package dev.parley.journey;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.parts.real.NeedsReal;
import dev.parley.parts.real.RealComponent;
import dev.parley.platform.id.Ids;
import dev.parley.testkit.TestIssuer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ten thousand small files, instant uploads of a small and of a large content, and the pages of a drive with a million files, through the
 * gateway. Compare only within one run. The report is target/bench/small-files.md.
 */
@Tag("bench")
@NeedsReal({RealComponent.MARIADB, RealComponent.RABBITMQ, RealComponent.REDIS})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(900)
class SmallFileBenchIT {

    /** Small and short, to see that the benchmarks work; its figures say nothing. */
    private static final boolean SMOKE = Boolean.getBoolean("parley.bench.smoke");
    private static final int SMALL = 10 * 1024;
    private static final int FILES = SMOKE ? 200 : 10_000;
    private static final int SENDERS = 16;
    private static final long DECLARED = 10L << 30;
    private static final int TIMES = SMOKE ? 5 : 100;
    private static final int LONG_DRIVE = SMOKE ? 20_000 : 1_000_000;
    private static final int PAGES = SMOKE ? 10 : 1_000;
    private static final Path REPORT = Path.of("target", "bench", "small-files.md");
    private static final JsonMapper JSON = new JsonMapper();

    private final List<String> rows = new ArrayList<>();
    private final TestIssuer issuer = new TestIssuer();
    private FiguresSuite suite;
    private FileStore store;

    @BeforeAll
    void start() {
        suite = FiguresSuite.startFiles(issuer);
        store = new FileStore(suite.parts().mariaDb(), FiguresSuite.FILE_SCHEMA);
        rows.add("| files, through the gateway | figure | CPU seconds |");
        rows.add("|---|---|---|");
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
    @Order(1)
    void tenThousandFilesOfTenKibibytes() throws Exception {
        uploadAll("warm-up", FILES / 5);
        uploadAll(FILES + " different files of 10 KiB, creation-with-upload, 16 senders", FILES);
    }

    private void uploadAll(String what, int files) throws Exception {
        AtomicInteger left = new AtomicInteger(files);
        CpuTimes before = CpuTimes.now(suite.names());
        long begin = System.nanoTime();
        try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
            List<Future<Void>> all = new ArrayList<>();
            for (int sender = 0; sender < SENDERS; sender++) {
                FileLoad load = new FileLoad(issuer.token(100 + sender));
                Callable<Void> work = () -> upload(load, left, what);
                all.add(senders.submit(work));
            }
            for (Future<Void> each : all) {
                each.get();
            }
        }
        double acknowledged = (System.nanoTime() - begin) / 1e9;
        store.awaitQuiet();
        double stored = (System.nanoTime() - begin) / 1e9;
        rows.add(String.format(Locale.ROOT,
                "| %s | %,.0f/s acknowledged and synced, %,.0f/s until digested and stored | %s |",
                what, files / acknowledged, files / stored, CpuTimes.now(suite.names()).since(before)));
    }

    private Void upload(FileLoad load, AtomicInteger left, String what) throws IOException {
        byte[] content = new byte[SMALL];
        Arrays.fill(content, (byte) what.length());
        try (RawHttp http = new RawHttp(gateway())) {
            for (int number = left.decrementAndGet(); number >= 0; number = left.decrementAndGet()) {
                ByteBuffer.wrap(content).putInt(number).putInt(what.hashCode());
                RawHttp.Answer answer = http.send(load.head("POST", "/api/files/uploads", "Tus-Resumable: 1.0.0\r\n"
                        + "Content-Type: application/offset+octet-stream\r\nContent-Length: " + SMALL
                        + "\r\nUpload-Length: " + SMALL + "\r\nUpload-Metadata: filename "
                        + Base64.getEncoder().encodeToString((number + ".bin").getBytes(US_ASCII)) + "\r\n"), content);
                assertThat(answer.status()).as(answer.begin()).isEqualTo(201);
            }
        }
        return null;
    }

    @Test
    @Order(2)
    void instantUploads() throws Exception {
        byte[] random = new byte[SMALL * 10];
        new Random(5).nextBytes(random);
        instant("100 KiB", random.length, addBlob(random.length, random));
        instant("10 GiB", DECLARED, addBlob(DECLARED, new byte[0]));
    }

    /** A content that is known, of these bytes and zeros after them; its digest is only said to be the one given back. */
    private String addBlob(long size, byte[] begin) throws IOException {
        long id = Ids.next();
        String key = FileStore.blobKey(id);
        Path blob = suite.blobs().resolve(key.substring(0, 2)).resolve(key.substring(2, 4)).resolve(key);
        Files.createDirectories(blob.getParent());
        try (RandomAccessFile file = new RandomAccessFile(blob.toFile(), "rw")) {
            file.write(begin);
            file.setLength(size);
        }
        String digest = HexFormat.of().formatHex(ByteBuffer.allocate(32).putLong(id).putLong(size).array());
        store.addContent(id, digest, size, key);
        return digest;
    }

    private void instant(String what, long size, String digest) throws Exception {
        List<Double> millis = new ArrayList<>();
        try (RawHttp http = new RawHttp(gateway())) {
            for (int time = 0; time < TIMES; time++) {
                FileLoad load = new FileLoad(issuer.token(1_000 + time)); // one person may not ask as often
                long begin = System.nanoTime();
                JsonNode challenge = post(http, load, "/api/files/instant-uploads", "{\"sha256\":\"" + digest
                        + "\",\"size\":" + size + ",\"name\":\"known.bin\"}");
                String proof = proof(challenge, size);
                post(http, load, "/api/files/instant-uploads/" + challenge.path("id").asString() + "/proof",
                        "{\"proof\":\"" + proof + "\"}");
                millis.add((System.nanoTime() - begin) / 1e6);
            }
        }
        row("instant upload of " + what + ", offer and proof", millis);
    }

    private static String proof(JsonNode challenge, long size) throws Exception {
        byte[] random = new byte[SMALL * 10];
        new Random(5).nextBytes(random);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(Base64.getUrlDecoder().decode(challenge.path("nonce").asString()));
        for (JsonNode range : challenge.path("ranges")) {
            int length = range.path("length").asInt();
            if (size == random.length) {
                digest.update(random, range.path("offset").asInt(), length);
            } else {
                digest.update(new byte[length]);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @Test
    @Order(3)
    void pagesOfAMillionFiles() throws Exception {
        long owner = 5_000;
        long content = Ids.next();
        store.addContent(content, HexFormat.of().formatHex(ByteBuffer.allocate(32).putLong(content).array()), SMALL,
                FileStore.blobKey(content));
        store.fill(owner, content, content + 1, LONG_DRIVE);
        FileLoad load = new FileLoad(issuer.token(owner));
        for (String order : List.of("sort=created&order=desc", "sort=name&order=asc", "sort=size&order=desc")) {
            String base = "/api/files/drive?limit=50&" + order;
            try (RawHttp http = new RawHttp(gateway())) {
                String last = base;
                for (int page = 1; page < PAGES; page++) {
                    last = base + "&cursor=" + get(http, load, last).path("nextCursor").asString();
                }
                pages(http, load, "first page of 50 of " + LONG_DRIVE + " files, " + order, base);
                pages(http, load, "page " + PAGES + ", " + order, last);
            }
        }
    }

    private void pages(RawHttp http, FileLoad load, String what, String path) throws IOException {
        List<Double> millis = new ArrayList<>();
        for (int time = 0; time < TIMES; time++) {
            long begin = System.nanoTime();
            assertThat(get(http, load, path).path("items").size()).isEqualTo(50);
            millis.add((System.nanoTime() - begin) / 1e6);
        }
        row(what, millis);
    }

    private void row(String what, List<Double> millis) {
        List<Double> sorted = millis.stream().sorted().toList();
        rows.add(String.format(Locale.ROOT, "| %s | p50 %.1f ms, p99 %.1f ms | |", what, sorted.get(sorted.size() / 2),
                sorted.get(sorted.size() * 99 / 100)));
    }

    private URI gateway() {
        return suite.url(FiguresSuite.GATEWAY);
    }

    private static JsonNode get(RawHttp http, FileLoad load, String path) throws IOException {
        RawHttp.Answer answer = http.send(load.head("GET", path, ""), new byte[0]);
        assertThat(answer.status()).as(path + ": " + answer.begin()).isEqualTo(200);
        return JSON.readTree(answer.begin());
    }

    private static JsonNode post(RawHttp http, FileLoad load, String path, String body) throws IOException {
        RawHttp.Answer answer = http.send(load.head("POST", path, "Content-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n"), body.getBytes(US_ASCII));
        assertThat(answer.status()).as(path + ": " + answer.begin()).isEqualTo(201);
        return JSON.readTree(answer.begin());
    }
}
