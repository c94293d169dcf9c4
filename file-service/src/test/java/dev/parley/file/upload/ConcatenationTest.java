package dev.parley.file.upload;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import dev.parley.file.fixture.FileClient;
import dev.parley.file.fixture.FileServiceTest;
import dev.parley.file.staging.StagingArea;
import dev.parley.platform.id.Ids;
import dev.parley.platform.store.UtcColumn;

import static org.assertj.core.api.Assertions.assertThat;

/** Files that arrive as several uploads at once. */
class ConcatenationTest extends FileServiceTest {

    private static final String UPLOADS = "/api/files/uploads";

    @Autowired
    private StagingArea staging;
    @Autowired
    private Uploads uploads;
    @Autowired
    private Concatenation concatenation;
    @Autowired
    private ExpiredUploads expired;

    private final byte[] content = randomBytes(900_000);

    @BeforeEach
    void holdExpiry() {
        holdJob(UploadExpiry.JOB);
    }

    @Test
    void partsThatArriveAtOnceAndInAnyOrderBecomeOneFile() throws Exception {
        List<String> parts = List.of(partial(300_000), partial(200_000), partial(400_000));
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> last = senders.submit(() -> alice.patch(parts.get(2), 0, part(500_000, 900_000)));
            Future<?> middle = senders.submit(() -> alice.patch(parts.get(1), 0, part(300_000, 500_000)));
            last.get();
            middle.get();
        }
        alice.patch(parts.getFirst(), 0, part(0, 300_000));

        HttpResponse<byte[]> joined = join(
                List.of(parts.getFirst(), "https://files.example" + parts.get(1), parts.getLast()),
                Map.of("filename", "whole.bin", "sha256", sha256(content)));

        assertThat(joined.statusCode()).as(FileClient.text(joined)).isEqualTo(201);
        String file = fileOf(joined);
        assertThat(alice.content(file).body()).isEqualTo(content);
        awaitStatus(alice, file, "available");
        assertThat(alice.file(file).at("/name").asString()).isEqualTo("whole.bin");
        for (String part : parts) {
            assertThat(staging.size(FileClient.idOf(part))).as("its bytes are not kept twice").isEmpty();
            assertThat(alice.get("/api/files/drive/" + FileClient.idOf(part)).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void headTellsWhatAnUploadIs() {
        List<String> parts = uploadedParts();
        HttpResponse<byte[]> partial = alice.tus("HEAD", parts.getFirst(), BodyPublishers.noBody());
        HttpResponse<byte[]> joined = join(parts, Map.of("filename", "a"));

        HttpResponse<byte[]> head = alice.tus("HEAD", location(joined), BodyPublishers.noBody());

        assertThat(partial.headers().firstValue("Upload-Concat")).hasValue("partial");
        assertThat(head.headers().firstValue("Upload-Concat")).hasValue("final;" + String.join(" ", parts));
        assertThat(head.headers().firstValue("Upload-Length")).hasValue("900000");
        assertThat(head.headers().firstValue("Upload-Offset")).hasValue("900000");
        assertThat(head.headers().firstValue("Upload-Metadata")).hasValue("filename YQ==");
    }

    @Test
    void joiningTheSameAgainAnswersTheSame() throws Exception {
        List<String> parts = uploadedParts();
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<HttpResponse<byte[]>> one = senders.submit(() -> join(parts, Map.of("filename", "a")));
            Future<HttpResponse<byte[]>> other = senders.submit(() -> join(parts, Map.of("filename", "a")));
            // Of two at once one may take over from the other, which then has to ask again.
            assertThat(List.of(one.get().statusCode(), other.get().statusCode())).contains(201).isSubsetOf(201, 409);
        }

        HttpResponse<byte[]> again = join(parts, Map.of("filename", "a"));

        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(alice.content(fileOf(again)).body()).isEqualTo(content);
        assertThat(FileClient.json(alice.get("/api/files/drive")).at("/items")).hasSize(1);
        assertThat(alice.offset(parts.getFirst())).as("a client that resumes sees its parts as sent")
                .isEqualTo(300_000);
    }

    @Test
    void aJoiningThatWasCutShortAnywhereIsContinued() throws IOException {
        for (int copied : new int[]{-1, 0, 150_000, 300_000, 650_000, 900_000}) {
            List<String> parts = uploadedParts();
            Upload opened = concatenation.open(ownerOf(parts.getFirst()),
                    UploadConcat.parse("final;" + String.join(" ", parts)),
                    UploadMetadata.parse(FileClient.metadata(Map.of("filename", "cut.bin"))));
            if (copied >= 300_000) {
                staging.rename(FileClient.idOf(parts.getFirst()), opened.stagingKey());
                byte[] more = Arrays.copyOfRange(content, 300_000, copied);
                Files.write(staging.fileOf(opened.stagingKey()), more, StandardOpenOption.APPEND);
            }
            String upload = UPLOADS + "/" + opened.stagingKey();

            if (copied % 100_000 == 0) {
                assertThat(alice.offset(upload)).isEqualTo(content.length);
            } else {
                assertThat(fileOf(join(parts, Map.of()))).isEqualTo(opened.stagingKey());
            }

            assertThat(alice.content(opened.stagingKey()).body()).as("cut at " + copied).isEqualTo(content);
        }
    }

    @Test
    void aJoiningThatNobodyAsksForAgainIsContinuedWhenItExpires() {
        List<String> parts = uploadedParts();
        Upload opened = openFinal(parts);
        letExpire(UPLOADS + "/" + opened.stagingKey());

        expired.remove(200);

        assertThat(alice.content(opened.stagingKey()).body()).isEqualTo(content);
    }

    @Test
    void aFinalUploadTakesNoBytes() {
        String upload = location(join(uploadedParts(), Map.of()));

        HttpResponse<byte[]> refused = alice.patch(upload, 900_000, new byte[0]);

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(FileClient.code(refused)).isEqualTo("upload-is-final");
    }

    @Test
    void aFinalUploadHasNoLengthOfItsOwn() {
        HttpResponse<byte[]> refused = alice.tus("POST", UPLOADS, BodyPublishers.noBody(), "Upload-Concat",
                "final;" + String.join(" ", uploadedParts()), "Upload-Length", "900000");

        assertThat(refused.statusCode()).isEqualTo(400);
    }

    @Test
    void whatCannotBeJoinedIsRefusedAndStaysUsable() {
        List<String> parts = uploadedParts();
        String unfinished = partial(10);
        String whole = alice.create(10, Map.of());

        assertThat(FileClient.code(join(List.of(parts.getFirst(), unfinished), Map.of()))).isEqualTo("upload-parts");
        assertThat(FileClient.code(join(List.of(parts.getFirst(), whole), Map.of()))).isEqualTo("upload-parts");
        String gone = UPLOADS + "/" + Ids.format(Ids.next());
        assertThat(join(List.of(parts.getFirst(), gone), Map.of()).statusCode()).isEqualTo(404);

        assertThat(join(parts, Map.of()).statusCode()).isEqualTo(201);
        assertThat(FileClient.code(join(parts.reversed(), Map.of()))).as("used already").isEqualTo("upload-parts");
        assertThat(FileClient.code(join(parts.subList(0, 1), Map.of()))).isEqualTo("upload-parts");
    }

    @Test
    void theUploadsOfOthersCannotBeJoined() {
        List<String> parts = uploadedParts();

        HttpResponse<byte[]> before = bob.tus("POST", UPLOADS, BodyPublishers.noBody(), "Upload-Concat",
                "final;" + String.join(" ", parts));
        join(parts, Map.of());
        HttpResponse<byte[]> after = bob.tus("POST", UPLOADS, BodyPublishers.noBody(), "Upload-Concat",
                "final;" + String.join(" ", parts));

        assertThat(before.statusCode()).isEqualTo(404);
        assertThat(after.statusCode()).isEqualTo(404);
    }

    @Test
    void aPartThatIsTerminatedWhileItIsUsedStays() {
        List<String> parts = uploadedParts();
        Upload opened = openFinal(parts);

        assertThat(alice.tus("DELETE", parts.getLast(), BodyPublishers.noBody()).statusCode()).isEqualTo(204);

        assertThat(alice.offset(UPLOADS + "/" + opened.stagingKey())).isEqualTo(content.length);
        assertThat(alice.content(opened.stagingKey()).body()).isEqualTo(content);
    }

    @Test
    void aFinalUploadThatIsTerminatedBeforeItIsJoinedTakesItsPartsAlong() throws IOException {
        List<String> parts = uploadedParts();
        Upload opened = openFinal(parts);

        assertThat(alice.tus("DELETE", UPLOADS + "/" + opened.stagingKey(), BodyPublishers.noBody()).statusCode())
                .isEqualTo(204);

        for (String part : parts) {
            assertThat(staging.size(FileClient.idOf(part))).isEmpty();
            assertThat(alice.tus("HEAD", part, BodyPublishers.noBody()).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void partialUploadsExpireWithTheirBytes() throws IOException {
        String part = partial(10);
        alice.patch(part, 0, randomBytes(10));
        letExpire(part);

        assertThat(alice.tus("HEAD", part, BodyPublishers.noBody()).statusCode()).isEqualTo(410);
        assertThat(join(List.of(part), Map.of()).statusCode()).isEqualTo(404);
        expired.remove(200);

        assertThat(uploads.find(idOf(part))).isEmpty();
        assertThat(staging.size(FileClient.idOf(part))).isEmpty();
        assertThat(alice.get("/api/files/drive/" + FileClient.idOf(part)).statusCode()).isEqualTo(404);
    }

    @Test
    void usedPartsGoWhenTheyExpire() {
        List<String> parts = uploadedParts();
        String file = fileOf(join(parts, Map.of()));
        parts.forEach(this::letExpire);

        expired.remove(200);

        assertThat(parts).noneMatch(part -> uploads.find(idOf(part)).isPresent());
        assertThat(alice.content(file).body()).isEqualTo(content);
    }

    private Upload openFinal(List<String> parts) {
        try {
            return concatenation.open(ownerOf(parts.getFirst()), UploadConcat.parse("final;" + String.join(" ", parts)),
                    UploadMetadata.parse(null));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private List<String> uploadedParts() {
        List<String> parts = List.of(partial(300_000), partial(0), partial(600_000));
        alice.patch(parts.getFirst(), 0, part(0, 300_000));
        alice.patch(parts.getLast(), 0, part(300_000, 900_000));
        return parts;
    }

    private String partial(long length) {
        return location(alice.tus("POST", UPLOADS, BodyPublishers.noBody(), "Upload-Concat", "partial",
                "Upload-Length", Long.toString(length)));
    }

    private HttpResponse<byte[]> join(List<String> parts, Map<String, String> metadata) {
        return alice.tus("POST", UPLOADS, BodyPublishers.noBody(), "Upload-Concat", "final;" + String.join(" ", parts),
                "Upload-Metadata", FileClient.metadata(metadata));
    }

    private void letExpire(String upload) {
        jdbc.sql("UPDATE uploads SET expires_at = :past WHERE id = :id")
                .param("past", UtcColumn.of(Instant.now().minus(Duration.ofSeconds(1)))).param("id", idOf(upload))
                .update();
    }

    private long ownerOf(String upload) {
        return uploads.find(idOf(upload)).orElseThrow().ownerId();
    }

    private static long idOf(String upload) {
        return Ids.parse(FileClient.idOf(upload)).orElseThrow();
    }

    private static String location(HttpResponse<byte[]> created) {
        assertThat(created.statusCode()).as(FileClient.text(created)).isEqualTo(201);
        return created.headers().firstValue("Location").orElseThrow();
    }

    private static String fileOf(HttpResponse<byte[]> created) {
        return FileClient.idOf(location(created));
    }

    private byte[] part(int from, int to) {
        return Arrays.copyOfRange(content, from, to);
    }
}
