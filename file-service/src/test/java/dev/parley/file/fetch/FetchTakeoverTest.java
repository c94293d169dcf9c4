package dev.parley.file.fetch;

import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLContext;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

import dev.parley.file.drive.DriveSpace;
import dev.parley.file.fixture.FileClient;
import dev.parley.file.fixture.FileServiceTest;
import dev.parley.file.staging.StagingArea;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

/** A node falls silent in the middle of a job: another one goes on, and the first one does no harm when it comes back. */
class FetchTakeoverTest extends FileServiceTest {

    private static final int HALF = 100_000;

    @Autowired
    private FetchTransactions transactions;
    @Autowired
    private Fetches fetches;
    @Autowired
    private FetchLearning learning;
    @Autowired
    private FetchCompletion completion;
    @Autowired
    private FetchNews news;
    @Autowired
    private AddressPolicy policy;
    @Autowired
    private StagingArea staging;
    @Autowired
    private DriveSpace space;
    @Autowired
    private ApplicationEventPublisher events;

    private final FetchSettings settings = FetchSettingsFixture.reachingTests("lease", "600s");

    /** A node that can be cut off from the store. */
    private static final class CutOff extends FetchLeases {

        private final AtomicBoolean cut = new AtomicBoolean();

        CutOff(JdbcClient jdbc, FetchTransactions transactions, FetchSettings settings) {
            super(jdbc, transactions, settings, Clock.systemUTC());
        }

        @Override
        boolean beat(Claim claim, long received, long speed, Duration ran) {
            if (cut.get()) {
                throw new DataAccessResourceFailureException("cut off");
            }
            return super.beat(claim, received, speed, ran);
        }
    }

    @Test
    void anotherNodeGoesOnWhereTheFirstOneFellSilentAndTheFirstOneCannotEndTheJob() throws Exception {
        byte[] content = randomBytes(2 * HALF);
        AtomicInteger answers = new AtomicInteger();
        CountDownLatch firstMayGoOn = new CountDownLatch(1);
        try (RawServer server = new RawServer((request, out) -> {
            if (answers.incrementAndGet() == 1) {
                RawServer.text(out,
                        "HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nContent-Length: " + content.length + "\r\n\r\n");
                out.write(content, 0, HALF);
                out.flush();
                firstMayGoOn.await();
                out.write(content, HALF, HALF);
            } else {
                RawServer.part(request, out, content, "\"v1\"");
            }
        })) {
            long owner = Ids.next();
            FileClient person = person(owner);
            CutOff leases = new CutOff(jdbc, transactions, settings);
            FetchLeases.Claim claim = claimed(owner, server.url("/"));
            Transfer transfer = new Transfer(claim, settings.lease(), System.nanoTime(), System::nanoTime);
            CompletableFuture<Void> first = CompletableFuture.runAsync(() -> node(leases).work(transfer),
                    Thread::startVirtualThread);
            await().until(() -> transfer.received() == HALF);

            leases.cut.set(true);
            jdbc.sql("UPDATE fetches SET due_at = UTC_TIMESTAMP(6) WHERE id = :id").param("id", claim.id()).update();

            await().until(() -> state(claim.id()), "done"::equals);
            assertThat(server.requests()).hasSize(2);
            assertThat(server.requests().get(1).offset()).as("what the first node had staged is kept").isEqualTo(HALF);
            firstMayGoOn.countDown();
            first.get(60, TimeUnit.SECONDS);
            assertThat(count("SELECT COUNT(*) FROM user_files WHERE owner_id = ?", owner)).isEqualTo(1);
            String file = Ids.format(jdbc.sql("SELECT file_id FROM fetches WHERE id = :id").param("id", claim.id())
                    .query(Long.class).single());
            assertThat(person.content(file).body()).isEqualTo(content);
            awaitStatus(person, file, "available");
            assertThat(person.file(file).at("/sha256").asString()).isEqualTo(sha256(content));
        }
    }

    @Test
    void aStoreThatCannotSayWhetherThereIsRoomIsAskedAgain() throws Exception {
        long owner = Ids.next();
        jdbc.sql("INSERT INTO drive_usage (owner_id, used) VALUES (:owner, :used)").param("owner", owner)
                .param("used", 100L << 30).update();
        CountDownLatch ending = new CountDownLatch(1);
        try (RawServer server = new RawServer((request, out) -> {
            RawServer.text(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1100000\r\n");
            out.write(new byte[17 << 20]);
            out.flush();
            ending.await();
        })) {
            CutOff leases = new CutOff(jdbc, transactions, settings);
            AtomicInteger asked = new AtomicInteger();
            FetchLearning unsure = new FetchLearning(leases, transactions, news, staging, space, events) {
                @Override
                void requireRoom(FetchLeases.Claim claim) {
                    if (asked.incrementAndGet() == 1) {
                        throw new DataAccessResourceFailureException("cut off");
                    }
                    super.requireRoom(claim);
                }
            };
            FetchLeases.Claim claim = claimed(owner, server.url("/"));

            node(leases, unsure).work(new Transfer(claim, settings.lease(), System.nanoTime(), System::nanoTime));

            assertThat(asked.get()).isEqualTo(2);
            assertThat(state(claim.id())).isEqualTo("failed");
        } finally {
            ending.countDown();
        }
    }

    @Test
    void aNodeWhoseLeaseIsOverWritesNothingMore() throws Exception {
        byte[] content = randomBytes(2 * HALF);
        CountDownLatch mayGoOn = new CountDownLatch(1);
        try (RawServer server = new RawServer((request, out) -> {
            RawServer.text(out, "HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nContent-Length: " + content.length + "\r\n\r\n");
            out.write(content, 0, HALF);
            out.flush();
            mayGoOn.await();
            out.write(content, HALF, HALF);
        })) {
            CutOff leases = new CutOff(jdbc, transactions, settings);
            leases.cut.set(true);
            FetchLeases.Claim claim = claimed(Ids.next(), server.url("/"));
            AtomicBoolean later = new AtomicBoolean();
            long now = System.nanoTime();
            Transfer transfer = new Transfer(claim, settings.lease(), now,
                    () -> later.get() ? now + settings.lease().toNanos() : now);
            CompletableFuture<Void> work = CompletableFuture.runAsync(() -> node(leases).work(transfer),
                    Thread::startVirtualThread);
            await().until(() -> transfer.received() == HALF);
            String staged = jdbc.sql("SELECT staging_key FROM fetches WHERE id = :id").param("id", claim.id())
                    .query(String.class).single();

            later.set(true);
            mayGoOn.countDown();
            work.get(60, TimeUnit.SECONDS);

            assertThat(staging.size(staged)).hasValue(HALF);
            assertThat(state(claim.id())).isEqualTo("running");
            jdbc.sql("DELETE FROM fetches WHERE id = :id").param("id", claim.id()).update();
        }
    }

    @Test
    void whoHasAnOlderLeaseChangesNothing() {
        FetchLeases leases = new FetchLeases(jdbc, transactions, settings, Clock.systemUTC());
        FetchLeases.Claim old = claimed(Ids.next(), "http://127.0.0.2:1/");
        jdbc.sql("UPDATE fetches SET lease = lease + 1 WHERE id = :id").param("id", old.id()).update();
        FetchFailedException failure = new FetchFailedException(Trouble.BROKEN_OFF, "broken");

        assertThat(leases.beat(old, 1, 1, Duration.ZERO)).isFalse();
        assertThat(leases.postpone(old, failure, 1, Duration.ZERO, 1, Duration.ZERO)).isFalse();
        assertThat(leases.fail(old, failure, 1, Duration.ZERO)).isFalse();
        assertThat(leases.giveBack(old, 1, Duration.ZERO)).isFalse();
        assertThat(leases.finish(old, 1, 1)).isFalse();
        assertThat(state(old.id())).isEqualTo("running");
        jdbc.sql("DELETE FROM fetches WHERE id = :id").param("id", old.id()).update();
    }

    /** A job that this node has taken; it is made paused, so that no other node is quicker. */
    private FetchLeases.Claim claimed(long owner, String url) {
        long id = Ids.next();
        transactions.ofNewOwner(owner, () -> {
            try {
                fetches.add(new Fetches.Wish(id, owner, FetchUrl.parse(url), "a.bin", false, 0, null, null));
            } catch (FetchFailedException refused) {
                throw new IllegalArgumentException(refused);
            }
            jdbc.sql("""
                UPDATE fetches SET state = 'running', lease = 1, node = 'first', attempts = 1,
                       due_at = UTC_TIMESTAMP(6) + INTERVAL 1 HOUR WHERE id = :id
                """).param("id", id).update();
            return id;
        });
        return new FetchLeases.Claim(id, owner, 1, false, url, "a.bin", false, "application/octet-stream", 0, null,
                null,
                null, null, 0, Duration.ZERO);
    }

    private FetchNode node(FetchLeases leases) {
        return node(leases, learning);
    }

    private FetchNode node(FetchLeases leases, FetchLearning learning) {
        try {
            Source source = new Source(policy, new PinnedClient(settings, SSLContext.getDefault()), Clock.systemUTC());
            return new FetchNode(new FetchAttempt.Parts(source, staging, learning, completion, settings,
                    new TokenBucket(0, System::nanoTime)), leases, transactions, news, events,
                    new SimpleMeterRegistry());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private String state(long id) {
        return jdbc.sql("SELECT state FROM fetches WHERE id = :id").param("id", id).query(String.class).single();
    }
}
