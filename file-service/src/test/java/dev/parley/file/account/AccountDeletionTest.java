package dev.parley.file.account;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Autowired;

import dev.parley.file.blob.BlobStore;
import dev.parley.file.blob.StoredBytes;
import dev.parley.file.content.UniqueFile;
import dev.parley.file.fixture.FileClient;
import dev.parley.file.fixture.FileServiceTest;
import dev.parley.file.staging.StagingArea;
import dev.parley.platform.id.Ids;
import dev.parley.testkit.EmbeddedPartsSet;

import static org.assertj.core.api.Assertions.assertThat;

/** What is left of a person after auth-service said that the account is deleted: nothing, whatever was going on at that moment. */
class AccountDeletionTest extends FileServiceTest {

    private static final String SHARES = "/api/files/shares";
    private static final String INSTANT = "/api/files/instant-uploads";

    @Autowired
    private StagingArea staging;
    @Autowired
    private BlobStore blobs;
    @Autowired
    private AccountRemoval removal;
    @Autowired
    private RabbitTemplate rabbit;

    private final long leavingId = Ids.next();
    private FileClient leaving;

    @BeforeEach
    void join() {
        leaving = person(leavingId);
    }

    @Test
    void everythingThatOnlyTheyHadIsRemovedWithItsBytes() throws Exception {
        byte[] content = randomBytes(70_001);
        String stored = availableFile(leaving, "stored.bin", content);
        await().until(() -> placeOf(stored), "stored"::equals);
        long storedContent = contentOf(stored);
        String link = share(leaving, stored);
        hashWorker.holdAnswers();
        String staged = leaving.upload("staged.bin", randomBytes(70_002));
        String open = leaving.create(10, Map.of("filename", "open.bin"));
        leaving.patch(open, 0, new byte[4]);
        String rejected = leaving.upload(Map.of("filename", "r.bin", "sha256", "ab".repeat(32)), randomBytes(70_003));
        offer(leaving, content);

        deleteAccount();

        assertThat(count("SELECT COUNT(*) FROM unique_files WHERE id = ?", storedContent)).isZero();
        assertThat(count("SELECT COUNT(*) FROM content_digests WHERE unique_file_id = ?", storedContent)).isZero();
        assertThat(bob.get(link).statusCode()).isEqualTo(404);
        assertThat(FileClient.json(offer(bob, content)).at("/known").asBoolean()).isFalse();
        awaitEmptyOutbox();
        assertThat(isStored(storedContent)).isFalse();
        for (String key : List.of(staged, FileClient.idOf(open), rejected)) {
            assertThat(staging.size(key)).as(key).isEmpty();
        }
    }

    @Test
    void contentsThatOthersHaveStayAndTheLastOneTakesThemAlong() throws Exception {
        byte[] content = randomBytes(71_001);
        String mine = availableFile(leaving, "both.bin", content);
        long otherId = Ids.next();
        String theirs = availableFile(person(otherId), "both.bin", content);
        long contentId = contentOf(theirs);
        assertThat(contentOf(mine)).isEqualTo(contentId);
        await().until(() -> placeOf(theirs), "stored"::equals);

        deleteAccount();

        assertThat(person(otherId).content(theirs).body()).isEqualTo(content);
        removal.remove(otherId, Instant.now());
        awaitEmptyOutbox();
        assertThat(isStored(contentId)).isFalse();
    }

    @Test
    void aLargeDriveIsRemovedInSeveralTransactions() {
        for (int i = 0; i < 250; i++) {
            jdbc.sql("INSERT INTO user_files (id, owner_id, name, media_type, size, status, created_at)"
                    + " VALUES (?, ?, ?, 'text/plain', 1, 'rejected', UTC_TIMESTAMP(6))")
                    .params(Ids.next(), leavingId, "file " + i).update();
        }

        deleteAccount();

        assertThat(count("SELECT COUNT(*) FROM user_files WHERE owner_id = ?", leavingId)).isZero();
    }

    @Test
    void theSameMessageAgainChangesNothing() {
        byte[] content = randomBytes(74_001);
        String bobs = availableFile(bob, "bobs.bin", content);
        availableFile(leaving, "mine.bin", content);

        deleteAccount();
        deleteAccount();

        assertThat(bob.content(bobs).body()).isEqualTo(content);
        assertThat(count("SELECT COUNT(*) FROM deleted_users WHERE user_id = ?", leavingId)).isOne();
    }

    @Test
    void messagesThatNobodyCanReadAreParkedAndTheQueueGoesOn() {
        List<String> unreadable = List.of("no json", "null", "{}", "{\"userId\":\"x\",\"deletedAt\":\"" + Instant.now()
                + "\"}", "{\"userId\":\"" + Ids.format(leavingId) + "\"}",
                "{\"userId\":\"" + Ids.format(leavingId)
                        + "\",\"deletedAt\":\"yesterday\"}");

        unreadable.forEach(this::announceDeletion);
        deleteAccount();

        for (String expected : unreadable) {
            Message parked = await().until(() -> rabbit.receive("file.user-deletions.parking"),
                    java.util.Objects::nonNull);
            assertThat(new String(parked.getBody(), StandardCharsets.UTF_8)).isEqualTo(expected);
            assertThat(parked.getMessageProperties().<String>getHeader("x-parley-reason")).contains("not the deletion");
        }
    }

    @Test
    void withTheStoreAwayTheMessageWaitsAlsoThroughARestartOfTheBroker() {
        availableFile(leaving, "kept.bin", randomBytes(100));
        awaitEmptyOutbox(); // an event that the stop cuts short comes again only when it counts as lost
        EmbeddedPartsSet.shared().mariaDb().stop();
        try {
            announceDeletion(leavingId);
            EmbeddedPartsSet.shared().broker().stop();
            EmbeddedPartsSet.shared().broker().start();
        } finally {
            EmbeddedPartsSet.shared().mariaDb().start();
        }

        awaitRemoval();
    }

    @Test
    void withTheBlobStoreAwayTheBytesGoWhenItIsBack() throws Exception {
        String file = availableFile(leaving, "away.bin", randomBytes(75_001));
        await().until(() -> placeOf(file), "stored"::equals);
        long contentId = contentOf(file);
        s3.stop();
        try {
            deleteAccount();
            assertThat(count("SELECT COUNT(*) FROM unique_files WHERE id = ?", contentId)).isZero();
        } finally {
            s3.start();
        }

        awaitEmptyOutbox();
        assertThat(isStored(contentId)).isFalse();
    }

    private void deleteAccount() {
        announceDeletion(leavingId);
        awaitRemoval();
    }

    private void awaitRemoval() {
        await().ignoreExceptions().until(() -> count("SELECT COUNT(*) FROM deleted_users WHERE user_id = ?",
                leavingId) == 1
                && Stream.of("user_files WHERE owner_id", "uploads WHERE owner_id", "shares WHERE created_by",
                        "instant_challenges WHERE owner_id")
                        .allMatch(table -> count("SELECT COUNT(*) FROM " + table + " = ?", leavingId) == 0));
    }

    private boolean isStored(long contentId) throws Exception {
        try (StoredBytes bytes = blobs.open(UniqueFile.blobKeyOf(contentId)).orElse(null)) {
            return bytes != null;
        }
    }

    private static String share(FileClient owner, String file) {
        return FileClient.json(owner.post(SHARES, Map.of("fileId", file))).at("/url").asString();
    }

    private static HttpResponse<byte[]> offer(FileClient person, byte[] content) {
        return person.post(INSTANT, Map.of("sha256", sha256(content), "size", content.length, "name", "mine.bin"));
    }
}
