package dev.parley.file.upload;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.data.redis.core.StringRedisTemplate;

import dev.parley.file.fixture.FileClient;
import dev.parley.file.fixture.FileServiceTest;
import dev.parley.file.fixture.RawUpload;
import dev.parley.file.fixture.SecondNode;
import dev.parley.file.staging.StagingArea;
import dev.parley.platform.id.Ids;
import dev.parley.testkit.EmbeddedPartsSet;

import static org.assertj.core.api.Assertions.assertThat;

/** Any node takes any part, and a newer request at one ends an older one at the other. */
class TwoNodesTest extends FileServiceTest {

    private static final int SIZE = 4_000_000;

    private static @Nullable SecondNode second;

    @Autowired
    private ConfigurableEnvironment environment;
    @Autowired
    private StagingArea staging;
    @Autowired
    private StringRedisTemplate redis;

    private final byte[] content = randomBytes(SIZE);
    private int otherPort;
    private String token;
    private FileClient here;
    private FileClient there;

    @BeforeEach
    void startSecondNode() {
        if (second == null) {
            second = SecondNode.beside(environment);
        }
        otherPort = second.port();
        token = issuer.token(Ids.next());
        here = new FileClient(port, token);
        there = new FileClient(otherPort, token);
    }

    @AfterAll
    static void stopSecondNode() {
        if (second != null) {
            second.close();
            second = null;
        }
    }

    @Test
    void partsThatAlternateBetweenNodesBecomeOneFile() {
        String upload = here.create(SIZE, Map.of("filename", "wandering.bin", "sha256", sha256(content)));

        for (int offset = 0; offset < SIZE; offset += 250_000) {
            boolean even = offset / 250_000 % 2 == 0;
            assertThat((even ? there : here).offset(upload)).isEqualTo(offset);
            assertThat((even ? here : there).patch(upload, offset, part(offset, offset + 250_000)).statusCode())
                    .isEqualTo(204);
        }

        awaitStatus(there, FileClient.idOf(upload), "available");
        assertThat(here.content(FileClient.idOf(upload)).body()).isEqualTo(content);
    }

    @Test
    void partsWithoutRedisAlternateToo() throws IOException {
        EmbeddedPartsSet.shared().redis().stop();
        try {
            partsThatAlternateBetweenNodesBecomeOneFile();
        } finally {
            startRedis();
        }
    }

    @Test
    void aNewRequestAtOneNodeEndsTheSilentOneAtTheOther() throws IOException {
        String upload = here.create(SIZE, Map.of());
        try (RawUpload stale = new RawUpload(port, token, upload, 0, SIZE)) {
            stale.write(part(0, SIZE / 2));
            await().until(() -> Files.size(fileOf(upload)) == SIZE / 2);

            assertThat(there.offset(upload)).isEqualTo(SIZE / 2);

            assertThat(stale.statusLine()).startsWith("HTTP/1.1 4");
            assertThat(Files.size(fileOf(upload))).isEqualTo(SIZE / 2);
        }
        assertThat(there.patch(upload, SIZE / 2, part(SIZE / 2, SIZE)).statusCode()).isEqualTo(204);
        assertThat(here.content(FileClient.idOf(upload)).body()).isEqualTo(content);
    }

    @Test
    void noByteOfAStaleRequestIsWrittenOnceTheOtherNodeHasAnswered() throws Exception {
        writeAgainstAStaleRequest();
    }

    @Test
    void norWhenRedisIsAway() throws Exception {
        EmbeddedPartsSet.shared().redis().stop();
        try {
            writeAgainstAStaleRequest();
        } finally {
            startRedis();
        }
    }

    /** The stale request goes on sending ones as fast as it can, the newer one twos: no one may follow a two. */
    private void writeAgainstAStaleRequest() throws Exception {
        String upload = here.create(SIZE, Map.of());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                RawUpload stale = new RawUpload(port, token, upload, 0, SIZE)) {
            stale.write(filled(SIZE / 4, 1));
            Future<Boolean> flood = threads.submit(() -> flood(stale));
            await().until(() -> Files.size(fileOf(upload)) > SIZE / 4);

            long offset = there.offset(upload);
            long rest = SIZE - offset;
            for (long at = offset; at < SIZE; at += rest / 4) {
                int length = (int) Math.min(rest / 4, SIZE - at);
                assertThat(there.patch(upload, at, filled(length, 2)).statusCode()).isEqualTo(204);
            }

            byte[] expected = filled(SIZE, 2);
            Arrays.fill(expected, 0, (int) offset, (byte) 1);
            assertThat(here.content(FileClient.idOf(upload)).body()).isEqualTo(expected);
            stale.reset();
            flood.get(60, TimeUnit.SECONDS);
            assertThat(here.content(FileClient.idOf(upload)).body()).isEqualTo(expected);
        }
    }

    /** Sends so slowly that it is not done before the newer request comes. */
    private static boolean flood(RawUpload stale) {
        try {
            for (int i = 0; i < SIZE / 2_000; i++) {
                stale.write(filled(500, 1));
                TimeUnit.MILLISECONDS.sleep(1);
            }
            return false;
        } catch (IOException ended) {
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatRedisForgetsDoesNotDisturbAnUpload() throws IOException {
        String upload = here.create(SIZE, Map.of());
        here.patch(upload, 0, part(0, 1_000));
        redis.delete(RedisLeaseNumbers.KEYS + Ids.parse(FileClient.idOf(upload)).orElseThrow());

        assertThat(there.offset(upload)).isEqualTo(1_000);
        assertThat(there.patch(upload, 1_000, part(1_000, SIZE)).statusCode()).isEqualTo(204);
        assertThat(here.content(FileClient.idOf(upload)).body()).isEqualTo(content);
    }

    @Test
    void partialUploadsOfDifferentNodesAreJoinedByAnyNode() {
        List<String> parts = List.of(partial(here, 1_000_000), partial(there, 3_000_000));
        there.patch(parts.getFirst(), 0, part(0, 1_000_000));
        here.patch(parts.getLast(), 0, part(1_000_000, SIZE));

        String joined = there.tus("POST", "/api/files/uploads", BodyPublishers.noBody(), "Upload-Concat",
                "final;" + String.join(" ", parts)).headers().firstValue("Location").orElseThrow();

        assertThat(here.offset(joined)).isEqualTo(SIZE);
        assertThat(here.content(FileClient.idOf(joined)).body()).isEqualTo(content);
    }

    private static String partial(FileClient node, long length) {
        return node.tus("POST", "/api/files/uploads", BodyPublishers.noBody(), "Upload-Concat", "partial",
                "Upload-Length", Long.toString(length)).headers().firstValue("Location").orElseThrow();
    }

    private void startRedis() {
        EmbeddedPartsSet.shared().redis().start();
        await().ignoreExceptions().until(() -> redis.hasKey("parley") != null);
    }

    private static byte[] filled(int size, int with) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) with);
        return bytes;
    }

    private byte[] part(int from, int to) {
        return Arrays.copyOfRange(content, from, to);
    }

    private Path fileOf(String upload) {
        return staging.fileOf(FileClient.idOf(upload));
    }
}
