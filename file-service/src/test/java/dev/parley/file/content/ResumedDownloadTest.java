package dev.parley.file.content;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.amqp.core.Message;
import org.springframework.beans.factory.annotation.Autowired;

import dev.parley.file.fixture.Curl;
import dev.parley.file.fixture.CuttingProxy;
import dev.parley.file.fixture.FileClient;
import dev.parley.file.fixture.FileServiceTest;
import dev.parley.file.staging.StagingArea;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

/** Downloads that are cut, or go on while the content moves or goes. */
class ResumedDownloadTest extends FileServiceTest {

    /** More than all the buffers between the service and a client that does not read. */
    private static final int LARGE = 40_000_000;

    @TempDir
    private Path folder;
    @Autowired
    private StagingArea staging;

    @Test
    void aDownloadThatWasCutHalfWayIsResumedByCurlAndIsTheSameByteForByte() throws IOException, InterruptedException {
        byte[] content = randomBytes(5_000_000);
        long aliceId = Ids.next();
        String file = availableFile(person(aliceId), "resumed.bin", content);
        Path saved = folder.resolve("resumed.bin");
        Path log = folder.resolve("curl.log");
        String[] arguments = {"-C", "-", "-o", saved.toString(), "-H",
            "Authorization: Bearer " + issuer.token(aliceId)};

        try (CuttingProxy proxy = new CuttingProxy(port, content.length / 2)) {
            assertThat(Curl.run(log, with(url(proxy.port(), file), arguments))).as(Files.readString(log))
                    .isEqualTo(Curl.PARTIAL);
        }
        assertThat(Files.size(saved)).isBetween(1L, content.length - 1L);
        assertThat(Curl.run(log, with(url(port, file), arguments))).as(Files.readString(log)).isZero();

        assertThat(Files.readAllBytes(saved)).isEqualTo(content);
    }

    @Test
    void aContentThatMovesToTheBlobStoreDuringADownloadArrivesWhole() throws IOException {
        hashWorker.holdAnswers();
        byte[] content = randomBytes(LARGE);
        long aliceId = Ids.next();
        String file = person(aliceId).upload("moving.bin", content);
        await().until(() -> !hashWorker.requestsOfSize(LARGE).isEmpty());
        Message request = hashWorker.requestsOfSize(LARGE).getLast();

        try (InputStream download = open(aliceId, file)) {
            byte[] first = download.readNBytes(1000);
            hashWorker.answer(request);
            await().until(() -> placeOf(file), "stored"::equals);
            awaitEmptyOutbox();
            byte[] rest = download.readAllBytes();

            assertThat(sha256(first, rest)).isEqualTo(sha256(content));
        }
    }

    @Test
    void aContentThatIsDeletedDuringADownloadArrivesWholeWhileItIsStaged() throws IOException {
        hashWorker.holdAnswers();
        byte[] content = randomBytes(LARGE);
        long aliceId = Ids.next();
        String file = person(aliceId).upload("deleted.bin", content);
        Path staged = staging.fileOf(file);

        try (InputStream download = open(aliceId, file)) {
            byte[] first = download.readNBytes(1000);
            removeForGood(person(aliceId), file);
            await().until(() -> Files.notExists(staged));
            byte[] rest = download.readAllBytes();

            assertThat(sha256(first, rest)).isEqualTo(sha256(content));
        }
        assertThat(person(aliceId).content(file).statusCode()).isEqualTo(404);
    }

    @Test
    void aContentThatIsDeletedDuringADownloadFromTheBlobStoreArrivesWholeOrNotToItsEnd() throws IOException {
        byte[] content = randomBytes(LARGE);
        long aliceId = Ids.next();
        String file = availableFile(person(aliceId), "deleted.bin", content);
        await().until(() -> placeOf(file), "stored"::equals);

        try (InputStream download = open(aliceId, file)) {
            byte[] first = download.readNBytes(1000);
            removeForGood(person(aliceId), file);
            awaitEmptyOutbox();
            byte[] rest = restOf(download);

            // What breaks is seen to break: a short answer never passes for a whole one.
            assertThat(rest.length == 0 || sha256(first, rest).equals(sha256(content))).isTrue();
        }
    }

    /** Nothing when the connection breaks. */
    private static byte[] restOf(InputStream download) {
        try {
            return download.readAllBytes();
        } catch (IOException broken) {
            return new byte[0];
        }
    }

    private static void removeForGood(FileClient owner, String file) {
        assertThat(owner.delete("/api/files/drive/" + file).statusCode()).isEqualTo(204);
        assertThat(owner.delete("/api/files/trash/" + file).statusCode()).isEqualTo(204);
    }

    private InputStream open(long userId, String file) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) URI.create(url(port, file)).toURL().openConnection();
        connection.setReadTimeout(60_000);
        connection.setRequestProperty("Authorization", "Bearer " + issuer.token(userId));
        return connection.getInputStream();
    }

    private static String[] with(String url, String[] arguments) {
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = url;
        return all;
    }

    private static String url(int port, String file) {
        return "http://127.0.0.1:" + port + "/api/files/drive/" + file + "/content";
    }
}
