package dev.parley.file.fetch;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import dev.parley.file.fixture.FileClient;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

/** What does not fit into a drive is not taken, or not to its end. */
class FetchQuotaTest extends FetchFixture {

    private static final long QUOTA = 100L << 30;
    private static final int ROOM = 1_000;
    private static final int MEBIBYTE = 1 << 20;

    private final long annId = Ids.next();
    private FileClient ann;

    @BeforeEach
    void fillTheDrive() {
        ann = person(annId);
        jdbc.sql("INSERT INTO drive_usage (owner_id, used) VALUES (:owner, :used)").param("owner", annId)
                .param("used", QUOTA - ROOM).update();
    }

    @Test
    void whatIsAnnouncedAsTooMuchFailsBeforeItsFirstByte() {
        RawServer server = silentAfter(RawServer.answering("HTTP/1.1 200 OK\nContent-Length: 1001", new byte[0]));

        JsonNode failed = awaitState(ann, id(create(ann, Map.of("url", server.url("/")))), "failed");

        assertQuotaExceeded(failed);
        assertThat(failed.at("/received").asLong()).isZero();
        assertThat(server.requests()).as("it is not tried again").hasSize(1);
    }

    @Test
    void whatIsOnItsWayCountsUntilItEndsAndThenTheOtherCanBeResumed() {
        RawServer first = silentAfter(RawServer.answering("HTTP/1.1 200 OK\nContent-Length: 600", new byte[100]));
        RawServer second = server(RawServer.content(randomBytes(401)));
        String running = id(create(ann, Map.of("url", first.url("/"))));
        await().until(() -> claimed() == 600);
        JsonNode refused = awaitState(ann, id(create(ann, Map.of("url", second.url("/")))), "failed");
        assertThat(refused.at("/error/code").asString()).isEqualTo("quota-exceeded");

        delete(ann, running);
        assertThat(claimed()).isZero();
        ann.post(FETCHES + "/" + id(refused) + "/resume", Map.of());

        assertThat(awaitState(ann, id(refused), "done").at("/received").asInt()).isEqualTo(401);
        assertThat(FileClient.json(ann.get("/api/files/drive/usage")).at("/used").asLong())
                .isEqualTo(QUOTA - ROOM + 401);
    }

    @Test
    void aContentOfUnknownSizeIsStoppedWhenItGoesOver() {
        RawServer server = silentAfter((request, out) -> {
            RawServer.text(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 17; i++) {
                chunk(out, new byte[MEBIBYTE]);
            }
        });

        JsonNode failed = awaitState(ann, id(create(ann, Map.of("url", server.url("/")))), "failed");

        assertThat(failed.at("/received").asLong()).as("it was stopped from here, in the middle")
                .isBetween(16L * MEBIBYTE, 17L * MEBIBYTE);
        assertQuotaExceeded(failed);
    }

    @Test
    void aContentOfUnknownSizeThatEndsBeforeItIsStoppedBecomesNoFile() {
        RawServer server = server((request, out) -> {
            RawServer.text(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            chunk(out, new byte[ROOM + 1]);
            RawServer.text(out, "0\r\n\r\n");
        });

        assertQuotaExceeded(awaitState(ann, id(create(ann, Map.of("url", server.url("/")))), "failed"));

        assertThat(server.requests()).as("it is not tried again").hasSize(1);
    }

    private static void chunk(OutputStream out, byte[] bytes) throws IOException {
        RawServer.text(out, Integer.toHexString(bytes.length) + "\r\n");
        out.write(bytes);
        RawServer.text(out, "\r\n");
    }

    private void assertQuotaExceeded(JsonNode failed) {
        assertThat(failed.at("/error/code").asString()).isEqualTo("quota-exceeded");
        assertThat(failed.at("/attempts").asInt()).isEqualTo(1);
        assertThat(claimed()).isZero();
        assertNothingStaged(failed);
        assertThat(count("SELECT COUNT(*) FROM user_files WHERE owner_id = ?", annId)).isZero();
    }

    private long claimed() {
        return FileClient.json(ann.get("/api/files/drive/usage")).at("/claimed").asLong();
    }
}
