package dev.parley.file.drive;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import dev.parley.file.fixture.FileClient;
import dev.parley.file.fixture.FileServiceTest;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

class DriveTest extends FileServiceTest {

    private static final String DRIVE = "/api/files/drive";

    @Test
    void aFileIsShownAsItIs() {
        byte[] content = randomBytes(1_234);
        String id = availableFile(alice, "shown.bin", content);

        JsonNode file = alice.file(id);

        assertThat(file.at("/id").asString()).isEqualTo(id);
        assertThat(file.at("/name").asString()).isEqualTo("shown.bin");
        assertThat(file.at("/size").asLong()).isEqualTo(1_234);
        assertThat(file.at("/mediaType").asString()).isEqualTo("application/x-test");
        assertThat(file.at("/status").asString()).isEqualTo("available");
        assertThat(file.at("/sha256").asString()).isEqualTo(sha256(content));
        assertThat(file.at("/createdAt").asString()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(file.has("statusReason")).isFalse();
    }

    @Test
    void filesOfTheSameNameAreBothKept() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.add(alice.upload("report.pdf", randomBytes(10)));
        }

        assertThat(ids).extracting(id -> alice.file(id).at("/name").asString())
                .containsExactly("report.pdf", "report (2).pdf", "report (3).pdf");
        assertThat(bob.file(bob.upload("report.pdf", randomBytes(10))).at("/name").asString())
                .as("others' names do not count").isEqualTo("report.pdf");
    }

    @Test
    void filesOfTheSameNameAtOnceAreAllKept() throws Exception {
        List<String> names = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> uploads = IntStream.range(0, 8)
                    .mapToObj(i -> threads.submit(() -> alice.upload("same.txt", randomBytes(10)))).toList();
            for (Future<String> upload : uploads) {
                names.add(alice.file(upload.get()).at("/name").asString());
            }
        }

        assertThat(names).doesNotHaveDuplicates().contains("same.txt", "same (2).txt");
    }

    @Test
    void aDriveIsListedNewestFirstPageByPage() {
        List<String> uploaded = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            uploaded.addFirst(alice.upload("page.bin", randomBytes(10)));
        }
        bob.upload("of somebody else.bin", randomBytes(10));

        List<String> listed = new ArrayList<>();
        String next = DRIVE + "?limit=3";
        int pages = 0;
        while (next != null) {
            JsonNode page = FileClient.json(alice.get(next));
            page.at("/items").forEach(item -> listed.add(item.at("/id").asString()));
            next = page.has("nextCursor") ? DRIVE + "?limit=3&cursor=" + page.at("/nextCursor").asString() : null;
            pages++;
        }

        assertThat(listed).isEqualTo(uploaded);
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void anEmptyDriveIsAnEmptyPage() {
        assertThat(FileClient.json(alice.get(DRIVE)).toString()).isEqualTo("{\"items\":[]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=201", "cursor=nonsense", "cursor=!", "cursor="})
    void aListWithImpossibleParametersIsRefused(String query) {
        HttpResponse<byte[]> answer = alice.get(DRIVE + "?" + query);

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(FileClient.json(answer).at("/errors/0/field").asString())
                .isEqualTo(query.substring(0, query.indexOf('=')));
    }

    @Test
    void theFilesOfOthersDoNotExist() {
        String id = availableFile(alice, "private.bin", randomBytes(10));
        String unknown = Ids.format(Ids.next());

        for (String suffix : List.of("", "/content")) {
            HttpResponse<byte[]> others = bob.get(DRIVE + "/" + id + suffix);
            HttpResponse<byte[]> none = bob.get(DRIVE + "/" + unknown + suffix);
            assertThat(others.statusCode()).isEqualTo(404);
            assertThat(FileClient.text(others).replace(id, unknown)).isEqualTo(FileClient.text(none));
        }
        assertThat(bob.get(DRIVE + "/nonsense").statusCode()).isEqualTo(404);
    }

    @Test
    void nobodyReadsADriveWithoutAToken() {
        String id = alice.upload("locked.bin", randomBytes(10));

        for (String path : List.of(DRIVE, DRIVE + "/" + id, DRIVE + "/" + id + "/content")) {
            assertThat(stranger().get(path).statusCode()).as(path).isEqualTo(401);
        }
        assertThat(new FileClient(port, issuer.expiredToken(Ids.next())).get(DRIVE).statusCode()).isEqualTo(401);
    }

    @Test
    void theQueriesOfEachRequestUseAnIndex() {
        availableFile(alice, "explained.bin", randomBytes(10));
        Set<String> keys = new HashSet<>();

        keys.add(keyOf(
                "SELECT * FROM user_files FORCE INDEX (user_files_newest) WHERE owner_id = 1 AND folder_id = 0 AND kind = 1"
                        + " ORDER BY created_at DESC LIMIT 50"));
        keys.add(keyOf("SELECT COUNT(*) FROM user_files WHERE owner_id = 1 AND folder_id = 0 AND live_name = 'a'"));
        keys.add(keyOf("SELECT id FROM user_files WHERE unique_file_id = 1"));
        keys.add(keyOf("SELECT id FROM unique_files WHERE sha256 = UNHEX('" + "ab".repeat(32) + "')"));
        keys.add(keyOf(
                "SELECT id FROM unique_files WHERE digest_due_at <= '2020-01-01' ORDER BY digest_due_at LIMIT 9"));
        keys.add(keyOf("SELECT user_file_id FROM shares WHERE token_hash = UNHEX('" + "ab".repeat(32) + "')"));
        keys.add(keyOf("SELECT id FROM uploads WHERE expires_at <= '2020-01-01' ORDER BY expires_at LIMIT 9"));

        assertThat(keys).containsExactlyInAnyOrder("user_files_newest", "user_files_live_name", "user_files_content",
                "unique_files_sha256", "unique_files_due", "shares_token", "uploads_expiry");
    }

    /** The key that the optimizer takes; a unique key of which it sees at once that no row matches is taken as well. */
    private String keyOf(String query) {
        String table = query.replaceFirst(".* FROM (\\w+) .*", "$1");
        List<String> keys = jdbc.sql("EXPLAIN " + query).query((row, number) -> {
            String key = row.getString("key");
            String extra = row.getString("Extra");
            return key != null ? key : "none (" + extra + ")";
        }).list();
        if (keys.getFirst().startsWith("none (Impossible WHERE noticed after reading const")) {
            return jdbc.sql("SELECT index_name FROM information_schema.statistics WHERE table_schema = DATABASE()"
                    + " AND table_name = :table AND non_unique = 0 AND index_name <> 'PRIMARY' LIMIT 1")
                    .param("table", table).query(String.class).single();
        }
        return keys.getFirst();
    }
}
