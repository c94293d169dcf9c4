package dev.parley.file.upload;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import dev.parley.file.fixture.FileClient;
import dev.parley.file.fixture.FileServiceTest;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

/** What does not fit into a drive is refused before its first byte. */
class UploadQuotaTest extends FileServiceTest {

    private static final String UPLOADS = "/api/files/uploads";
    private static final long QUOTA = 100L << 30;
    private static final int ROOM = 1_000;

    private final long annId = Ids.next();
    private FileClient ann;

    @BeforeEach
    void fillTheDrive() {
        ann = person(annId);
        jdbc.sql("INSERT INTO drive_usage (owner_id, used) VALUES (:owner, :used)").param("owner", annId)
                .param("used", QUOTA - ROOM).update();
    }

    @Test
    void anUploadThatDoesNotFitIsRefusedAndLeavesNothing() {
        HttpResponse<byte[]> refused = create("Upload-Length", "1001");

        assertThat(refused.statusCode()).isEqualTo(507);
        assertThat(FileClient.code(refused)).isEqualTo("quota-exceeded");
        assertThat(FileClient.json(refused).at("/limit").asLong()).isEqualTo(QUOTA);
        assertThat(count("SELECT COUNT(*) FROM uploads WHERE owner_id = ?", annId)).isZero();
    }

    @Test
    void openUploadsCountUntilTheyAreGivenUpOrFinished() {
        String first = ann.create(600, Map.of());
        assertThat(claimed()).isEqualTo(600);
        assertThat(create("Upload-Length", "401").statusCode()).isEqualTo(507);
        String second = ann.create(400, Map.of());

        ann.patch(second, 0, randomBytes(400));
        assertThat(used()).isEqualTo(QUOTA - 600);
        assertThat(claimed()).isEqualTo(600);
        assertThat(create("Upload-Length", "1").statusCode()).isEqualTo(507);

        ann.tus("DELETE", first, BodyPublishers.noBody());
        assertThat(claimed()).isZero();
        assertThat(create("Upload-Length", "600").statusCode()).isEqualTo(201);
    }

    @Test
    void anEmptyFileAlwaysFits() {
        ann.create(ROOM, Map.of());

        assertThat(create("Upload-Length", "0").statusCode()).isEqualTo(201);
    }

    @Test
    void anUploadOfUnknownLengthCountsWithWhatComes() {
        String upload = location(create("Upload-Defer-Length", "1"));
        assertThat(ann.patch(upload, 0, randomBytes(700)).statusCode()).isEqualTo(204);
        assertThat(claimed()).isEqualTo(700);

        HttpResponse<byte[]> refused = ann.patch(upload, 700, randomBytes(301));

        assertThat(FileClient.code(refused)).isEqualTo("quota-exceeded");
        assertThat(ann.offset(upload)).isEqualTo(700);
        assertThat(declare(upload, "1001").statusCode()).isEqualTo(507);
        assertThat(declare(upload, "700").statusCode()).isEqualTo(204);
        assertThat(claimed()).isZero();
        assertThat(used()).isEqualTo(QUOTA - 300);
    }

    @Test
    void bytesOfPartsCountOnce() {
        String one = location(create("Upload-Concat", "partial", "Upload-Length", "500"));
        String other = location(create("Upload-Concat", "partial", "Upload-Length", "500"));
        assertThat(create("Upload-Concat", "partial", "Upload-Length", "1").statusCode()).isEqualTo(507);
        Stream.of(one, other).forEach(part -> ann.patch(part, 0, randomBytes(500)));
        assertThat(claimed()).isEqualTo(ROOM);

        HttpResponse<byte[]> joined = create("Upload-Concat", "final;" + one + " " + other);

        assertThat(joined.statusCode()).as(FileClient.text(joined)).isEqualTo(201);
        assertThat(claimed()).isZero();
        assertThat(used()).isEqualTo(QUOTA);
    }

    @Test
    void aFileGoesToTheFolderThatItsSenderNames() {
        FileClient dora = person();
        String folder = FileClient.json(dora.post("/api/files/drive/folders", Map.of("name", "letters"))).at("/id")
                .asString();
        String file = dora.upload(Map.of("filename", "a.txt", "folder", folder), randomBytes(10));

        assertThat(dora.file(file).at("/folderId").asString()).isEqualTo(folder);
        for (String unknown : new String[]{"nonsense", Ids.format(Ids.next()), file}) {
            HttpResponse<byte[]> refused = dora.tus("POST", UPLOADS, BodyPublishers.noBody(), "Upload-Length", "5",
                    "Upload-Metadata", FileClient.metadata(Map.of("folder", unknown)));
            assertThat(refused.statusCode()).isEqualTo(404);
            assertThat(FileClient.code(refused)).isEqualTo("folder-not-found");
        }
        assertThat(FileClient.code(bob.tus("POST", UPLOADS, BodyPublishers.noBody(), "Upload-Length", "5",
                "Upload-Metadata", FileClient.metadata(Map.of("folder", folder))))).isEqualTo("folder-not-found");
    }

    private HttpResponse<byte[]> declare(String upload, String length) {
        return ann.tus("PATCH", upload, BodyPublishers.noBody(), "Upload-Offset", "700", "Upload-Length", length,
                "Content-Type", "application/offset+octet-stream");
    }

    private HttpResponse<byte[]> create(String... headers) {
        return ann.tus("POST", UPLOADS, BodyPublishers.noBody(), headers);
    }

    private long claimed() {
        return usage().at("/claimed").asLong();
    }

    private long used() {
        return usage().at("/used").asLong();
    }

    private JsonNode usage() {
        return FileClient.json(ann.get("/api/files/drive/usage"));
    }

    private static String location(HttpResponse<byte[]> created) {
        assertThat(created.statusCode()).as(FileClient.text(created)).isEqualTo(201);
        return created.headers().firstValue("Location").orElseThrow();
    }
}
