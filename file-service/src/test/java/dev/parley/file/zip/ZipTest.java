package dev.parley.file.zip;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import dev.parley.file.drive.FileContents;
import dev.parley.file.drive.Tree;
import dev.parley.file.fixture.FileClient;
import dev.parley.file.fixture.FileServiceTest;
import dev.parley.file.limit.RateLimits;
import dev.parley.file.staging.StagingArea;
import dev.parley.platform.id.Ids;
import dev.parley.platform.identity.Identity;
import dev.parley.platform.problem.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/** Selections of a drive as one zip. */
class ZipTest extends FileServiceTest {

    private static final String ZIP = "/api/files/drive/zip";

    @TempDir
    private Path folder;
    @Autowired
    private StagingArea staging;
    @Autowired
    private Tree tree;
    @Autowired
    private FileContents contents;
    @Autowired
    private RateLimits limits;

    @Test
    void aFolderComesWithAllThatIsInIt() throws Exception {
        String photos = newFolder("Fotos 🏝", null);
        String inner = newFolder("innen", photos);
        newFolder("leer", photos);
        byte[] one = randomBytes(300_000);
        byte[] two = "schön ".repeat(10_000).getBytes(StandardCharsets.UTF_8);
        put("Straße.jpg", "image/jpeg", one, photos);
        put("notes.txt", "text/plain", two, inner);

        HttpResponse<byte[]> answer = alice.get(ZIP + "?id=" + photos);

        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/zip");
        assertThat(answer.headers().firstValue("Content-Disposition")).hasValue(
                "attachment; filename=\"Fotos _.zip\"; filename*=UTF-8''Fotos%20%F0%9F%8F%9D.zip");
        Map<String, byte[]> unpacked = unpack(answer);
        assertThat(unpacked).containsOnlyKeys("Fotos 🏝/", "Fotos 🏝/innen/", "Fotos 🏝/leer/", "Fotos 🏝/Straße.jpg",
                "Fotos 🏝/innen/notes.txt");
        assertThat(unpacked.get("Fotos 🏝/Straße.jpg")).isEqualTo(one);
        assertThat(unpacked.get("Fotos 🏝/innen/notes.txt")).isEqualTo(two);
    }

    @Test
    void ofASelectionTheSameNamesAreToldApartAndWhatIsThereTwiceComesOnce() throws Exception {
        byte[] one = randomBytes(100);
        byte[] two = randomBytes(100);
        String box = newFolder("box", null);
        String outside = put("a.bin", "image/png", one, null);
        String inside = put("a.bin", "text/plain", two, box);

        Map<String, byte[]> unpacked = unpack(
                alice.get(ZIP + "?id=" + outside + "&id=" + inside + "&id=" + outside + "&id=" + box));

        assertThat(unpacked).containsOnlyKeys("a.bin", "a (2).bin", "box/", "box/a.bin");
        assertThat(unpacked.get("a.bin")).isEqualTo(one);
        assertThat(unpacked.get("a (2).bin")).isEqualTo(two);
        assertThat(unpacked.get("box/a.bin")).isEqualTo(two);
    }

    @Test
    void onlyTheOwnerGetsItAndOneFileOfSomebodyElseSpoilsAll() {
        String mine = alice.upload("mine.bin", randomBytes(10));
        String bobs = bob.upload("bobs.bin", randomBytes(10));

        assertThat(stranger().get(ZIP + "?id=" + mine).statusCode()).isEqualTo(401);
        for (String ids : new String[]{"?id=" + bobs, "?id=" + mine + "&id=" + bobs, "?id=" + Ids.format(Ids.next()),
            "?id=nonsense"}) {
            HttpResponse<byte[]> refused = alice.get(ZIP + ids);
            assertThat(refused.statusCode()).as(ids).isEqualTo(404);
            assertThat(FileClient.code(refused)).isEqualTo("file-not-found");
            assertThat(refused.headers().firstValue("Content-Disposition")).isEmpty();
        }
    }

    @Test
    void nothingOrTooMuchSelectedNamesTheField() {
        for (String ids : new String[]{"", "?id=", "?" + "id=x&".repeat(201)}) {
            HttpResponse<byte[]> refused = alice.get(ZIP + ids);
            assertThat(refused.statusCode()).as(ids).isIn(404, 422);
        }
        assertThat(FileClient.json(alice.get(ZIP)).at("/errors/0/field").asString()).isEqualTo("id");
    }

    @Test
    void aSelectionThatIsTooLargeIsRefusedBeforeTheFirstByte() {
        long aliceId = Ids.next();
        FileClient owner = person(aliceId);
        List<String> files = List.of(owner.upload("1", new byte[1]), owner.upload("2", new byte[1]),
                owner.upload("3", new byte[1]));
        Identity identity = new Identity(aliceId, "session", "token", Instant.MAX);
        ZipController small = new ZipController(tree, contents, limits, new ZipSettings(2, 30));
        MockHttpServletResponse answer = new MockHttpServletResponse();

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> small.zip(identity, files, new MockHttpServletRequest("GET", ZIP), answer))
                .withMessageContaining("at most 2");
        assertThat(answer.getContentAsByteArray()).isEmpty();
        assertThatNoException().isThrownBy(() -> small.zip(identity, files.subList(0, 2),
                new MockHttpServletRequest("GET", ZIP), new MockHttpServletResponse()));
    }

    @Test
    void whoBeginsTooManyZipsIsToldToWait() {
        String file = alice.upload("often.bin", new byte[1]);

        List<Integer> answers = IntStream.range(0, 33).mapToObj(i -> alice.head(ZIP + "?id=" + file).statusCode())
                .toList();

        assertThat(answers).startsWith(200).containsOnly(200, 429).contains(429);
    }

    @Test
    void headSendsNothing() {
        String file = alice.upload("head.bin", randomBytes(10));

        HttpResponse<byte[]> answer = alice.head(ZIP + "?id=" + file);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"head.bin.zip\"");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void whatCannotBeReadToItsEndBreaksTheConnection() throws IOException {
        hashWorker.holdAnswers();
        String whole = alice.upload("whole.bin", randomBytes(3_000_000));
        String broken = alice.upload("broken.bin", randomBytes(3_000_000));
        jdbc.sql("UPDATE unique_files SET place_key = 'XXXXXXXXXXXXX' WHERE id = :id").param("id", contentOf(broken))
                .update();

        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> alice.get(ZIP + "?id=" + whole + "&id=" + broken));

        try (FileChannel channel = FileChannel.open(staging.fileOf(broken), StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }
    }

    @Test
    void aRejectedFileIsLeftOut() throws Exception {
        String kept = alice.upload("kept.bin", randomBytes(10));
        String rejected = alice.upload(Map.of("filename", "lie.bin", "sha256", sha256(randomBytes(5))),
                randomBytes(10));
        awaitStatus(alice, rejected, "rejected");

        assertThat(unpack(alice.get(ZIP + "?id=" + kept + "&id=" + rejected))).containsOnlyKeys("kept.bin");
    }

    private String newFolder(String name, @Nullable String above) {
        Map<String, String> wish = above == null ? Map.of("name", name) : Map.of("name", name, "folderId", above);
        return FileClient.json(alice.post("/api/files/drive/folders", wish)).at("/id").asString();
    }

    private String put(String name, String type, byte[] content, @Nullable String into) {
        return alice.upload(Map.of("filename", name, "filetype", type, "folder", into == null ? "root" : into),
                content);
    }

    /** What is in the zip that was answered, by path. */
    private Map<String, byte[]> unpack(HttpResponse<byte[]> answer) throws IOException, InterruptedException {
        assertThat(answer.statusCode()).as(FileClient.text(answer)).isEqualTo(200);
        Path file = Files.write(folder.resolve("answer.zip"), answer.body());
        Unzip.test(file);
        Map<String, byte[]> unpacked = new TreeMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
                unpacked.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return unpacked;
    }
}
