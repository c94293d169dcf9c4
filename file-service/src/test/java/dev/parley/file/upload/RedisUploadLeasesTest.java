package dev.parley.file.upload;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

import dev.parley.file.fixture.FileClient;
import dev.parley.file.fixture.FileServiceTest;
import dev.parley.file.staging.StagingFixture;
import dev.parley.file.staging.StagingLocks;
import dev.parley.platform.id.Ids;
import dev.parley.testkit.EmbeddedPartsSet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Two nodes that share a real Redis, the database and a staging directory. */
class RedisUploadLeasesTest extends FileServiceTest implements UploadLeasesContract {

    @Autowired
    private LettuceConnectionFactory connectionsToRedis;
    @Autowired
    private StringRedisTemplate redis;
    @Autowired
    private LeaseRows rows;

    private Node here;
    private Node there;

    @BeforeEach
    void startNodes(@TempDir Path staging) throws IOException {
        here = start(staging);
        there = start(staging);
    }

    @AfterEach
    void stopNodes() throws IOException {
        here.stop();
        there.stop();
    }

    @Override
    public UploadLeases here() {
        return here.leases();
    }

    @Override
    public UploadLeases there() {
        return there.leases();
    }

    @Override
    public long upload() {
        return Ids.parse(FileClient.idOf(alice.create(10, Map.of()))).orElseThrow();
    }

    @Test
    void numbersGoOnRisingWhenRedisHasLostAllItKnew() throws IOException {
        long upload = upload();
        try (UploadLeases.Lease older = here().take(upload)) {
            redis.delete(RedisLeaseNumbers.KEYS + upload);
            try (UploadLeases.Lease newer = there().take(upload)) {
                assertThatExceptionOfType(UploadLeases.LeaseLostException.class)
                        .isThrownBy(() -> older.whileHeld(() -> 1));
                assertThat(newer.<Integer>whileHeld(() -> 1)).isEqualTo(1);
            }
        }
    }

    @Test
    void numbersRiseEvenWhenTheClockOfRedisGoesBack() {
        long upload = upload();
        long future = System.currentTimeMillis() * 1000 + TimeUnit.DAYS.toMicros(1);
        redis.opsForValue().set(RedisLeaseNumbers.KEYS + upload, Long.toString(future));

        assertThat(here.numbers().raise(upload)).isEqualTo(future + 1);
        assertThat(there.numbers().raise(upload)).isEqualTo(future + 2);
    }

    @Test
    void withoutRedisANewerRequestStillEndsTheOlderOne() throws Exception {
        long upload = upload();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                UploadLeases.Lease older = here().take(upload)) {
            EmbeddedPartsSet.shared().redis().stop();
            try {
                Future<Integer> newer = threads.submit(() -> {
                    try (UploadLeases.Lease lease = there().take(upload)) {
                        return lease.whileHeld(() -> 1);
                    }
                });
                while (!newer.isDone()) {
                    here.leases().findOut(); // as it does by itself every second
                    Thread.sleep(20);
                }
                assertThat(newer.get(60, TimeUnit.SECONDS)).isEqualTo(1);
                assertThatExceptionOfType(UploadLeases.LeaseLostException.class)
                        .isThrownBy(() -> older.whileHeld(() -> 1));
            } finally {
                EmbeddedPartsSet.shared().redis().start();
                await().until(this::redisAnswers);
            }
        }
    }

    private boolean redisAnswers() {
        try {
            redis.hasKey("parley");
            return true;
        } catch (org.springframework.dao.DataAccessException away) {
            return false;
        }
    }

    private record Node(SharedUploadLeases leases, RedisLeaseNumbers numbers, LeaseMessages messages,
            StagingLocks locks) {
        void stop() throws IOException {
            messages.stop();
            StagingFixture.close(locks);
        }
    }

    private Node start(Path staging) throws IOException {
        LeaseMessages messages = new LeaseMessages(connectionsToRedis);
        messages.start();
        StagingLocks locks = StagingFixture.locks(staging);
        RedisLeaseNumbers numbers = new RedisLeaseNumbers(redis, messages, rows);
        return new Node(new SharedUploadLeases(numbers, locks), numbers, messages, locks);
    }
}
