package dev.parley.file.account;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

import dev.parley.file.drive.FileDescription;
import dev.parley.file.drive.FileStatus;
import dev.parley.file.drive.Folders;
import dev.parley.file.drive.NewUserFile;
import dev.parley.file.drive.UserFiles;
import dev.parley.file.fixture.FileClient;
import dev.parley.file.fixture.FileServiceTest;
import dev.parley.file.staging.StagingArea;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Somebody whose account is deleted while they are still at work: nothing is added after the tombstone. */
class LateAdditionsTest extends FileServiceTest {

    private static final String INSTANT = "/api/files/instant-uploads";

    @Autowired
    private StagingArea staging;
    @Autowired
    private UserFiles files;
    @Autowired
    private AccountRemoval removal;
    @Autowired
    private DeletedAccounts deletedAccounts;
    @Autowired
    private PlatformTransactionManager transactions;

    private final long leavingId = Ids.next();
    private FileClient leaving;

    @BeforeEach
    void join() {
        leaving = person(leavingId);
    }

    @Test
    void nothingNewIsTakenFromThem() {
        byte[] content = randomBytes(72_001);
        availableFile(bob, "known.bin", content);
        JsonNode challenge = FileClient.json(offer(leaving, content));
        String file = availableFile(leaving, "file.bin", randomBytes(72_002));
        removal.remove(leavingId, Instant.now());

        HttpResponse<byte[]> upload = leaving.tus("POST", "/api/files/uploads", BodyPublishers.noBody(),
                "Upload-Length", "5");
        assertThat(upload.statusCode()).isEqualTo(403);
        assertThat(FileClient.code(upload)).isEqualTo("account-deleted");
        HttpResponse<byte[]> empty = leaving.tus("POST", "/api/files/uploads", BodyPublishers.noBody(), "Upload-Length",
                "0");
        assertThat(FileClient.code(empty)).isEqualTo("account-deleted");
        assertThat(FileClient.code(offer(leaving, content))).isEqualTo("account-deleted");
        assertThat(FileClient.code(leaving.post(INSTANT + "/" + challenge.at("/id").asString() + "/proof",
                Map.of("proof", FileClient.proof(challenge, content))))).isEqualTo("challenge-expired");
        assertThat(FileClient.code(leaving.post("/api/files/shares", Map.of("fileId", file))))
                .isEqualTo("file-not-found");
        assertThat(count("SELECT COUNT(*) FROM uploads WHERE owner_id = ?", leavingId)).isZero();
        assertThat(count("SELECT COUNT(*) FROM instant_challenges WHERE owner_id = ?", leavingId)).isZero();
    }

    @Test
    void anUploadThatFinishesAfterwardsIsRefusedAndLeavesNothing() throws Exception {
        String upload = leaving.create(10, Map.of("filename", "late.bin"));
        leaving.patch(upload, 0, new byte[4]);
        removal.remove(leavingId, Instant.now());

        HttpResponse<byte[]> finish = leaving.patch(upload, 4, new byte[6]);

        assertThat(FileClient.code(finish)).isEqualTo("upload-not-found");
        awaitEmptyOutbox();
        assertThat(staging.size(FileClient.idOf(upload))).isEmpty();
        assertThat(count("SELECT COUNT(*) FROM user_files WHERE owner_id = ?", leavingId)).isZero();
    }

    @Test
    void whatIsBeingAddedWhileTheRemovalRunsIsFoundByIt() throws Exception {
        long contentId = contentOf(availableFile(bob, "bobs.bin", randomBytes(73_001)));
        CountDownLatch added = new CountDownLatch(1);
        CompletableFuture<Void> adding = CompletableFuture.runAsync(() -> readCommitted().executeWithoutResult(tx -> {
            files.add(newFile(contentId));
            added.countDown();
            await().until(() -> count("SELECT COUNT(*) FROM deleted_users WHERE user_id = ?", leavingId) == 1);
        }), Thread::startVirtualThread);
        assertThat(added.await(60, TimeUnit.SECONDS)).isTrue();

        removal.remove(leavingId, Instant.now());

        adding.get(60, TimeUnit.SECONDS);
        assertThat(count("SELECT COUNT(*) FROM user_files WHERE owner_id = ?", leavingId)).isZero();
    }

    @Test
    void aTransactionThatBeganBeforeTheDeletionAndAddsAfterItIsRefused() {
        long contentId = contentOf(availableFile(bob, "bobs.bin", randomBytes(73_002)));

        assertThatThrownBy(() -> readCommitted().executeWithoutResult(tx -> {
            count("SELECT COUNT(*) FROM deleted_users");
            CompletableFuture.runAsync(() -> removal.remove(leavingId, Instant.now()), Thread::startVirtualThread)
                    .join();
            files.add(newFile(contentId));
        })).hasMessageContaining("deleted");

        assertThat(count("SELECT COUNT(*) FROM user_files WHERE owner_id = ?", leavingId)).isZero();
        assertThatThrownBy(() -> new TransactionTemplate(transactions)
                .executeWithoutResult(tx -> deletedAccounts.refuse(leavingId)))
                .as("an isolation that could miss it").isInstanceOf(IllegalStateException.class);
    }

    private TransactionTemplate readCommitted() {
        TransactionTemplate transaction = new TransactionTemplate(transactions);
        transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
        return transaction;
    }

    private NewUserFile newFile(long contentId) {
        return new NewUserFile(Ids.next(), leavingId, Folders.ROOT, new FileDescription("new.bin", "text/plain", null),
                73_001,
                contentId, FileStatus.AVAILABLE);
    }

    private static HttpResponse<byte[]> offer(FileClient person, byte[] content) {
        return person.post(INSTANT, Map.of("sha256", sha256(content), "size", content.length, "name", "mine.bin"));
    }
}
