package dev.parley.auth.attempt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

import dev.parley.auth.AuthClient;
import dev.parley.testkit.EmbeddedParts;
import dev.parley.testkit.EmbeddedPartsSet;

import static org.assertj.core.api.Assertions.assertThat;

/** The script alone, against a real Redis. Delays are in minutes, so that the time a test takes does not matter. */
@EmbeddedParts
class AttemptScriptTest {

    private static final Duration SLACK = Duration.ofMinutes(2);
    private static final AttemptSettings SETTINGS = new AttemptSettings(
            new AttemptSettings.Delays(3, Duration.ofMinutes(10), Duration.ofMinutes(35)),
            new AttemptSettings.Delays(6, Duration.ofMinutes(20), Duration.ofMinutes(60)),
            Duration.ofHours(2), Duration.ofDays(30));

    private final LettuceConnectionFactory connections = new LettuceConnectionFactory(
            LettuceConnectionFactory.createRedisConfiguration(EmbeddedPartsSet.shared().redisUrl()));
    private final StringRedisTemplate redis = new StringRedisTemplate();
    private final AttemptScript script = new AttemptScript(redis, SETTINGS);
    private final AttemptKeys keys = AttemptKeys.of(AuthClient.freshName(), AuthClient.freshName());

    @BeforeEach
    void connect() {
        connections.afterPropertiesSet();
        connections.start();
        redis.setConnectionFactory(connections);
        redis.afterPropertiesSet();
    }

    @AfterEach
    void disconnect() {
        connections.destroy();
    }

    @Test
    void afterTheFreeOnesEachFailureDoublesTheWaitUpToTheLongest() {
        for (int i = 0; i < 3; i++) {
            assertThat(script.begin(keys).none()).as("free attempt").isTrue();
        }
        for (int minutes : List.of(10, 20, 35, 35)) {
            assertWaits(script.begin(keys).account(), Duration.ofMinutes(minutes));
            pretendItWasLongAgo();
            assertThat(script.begin(keys).none()).isTrue();
        }
    }

    @Test
    void anAttemptThatWasToldToWaitLengthensNothing() {
        fail(keys, 3);
        for (int i = 0; i < 20; i++) {
            assertWaits(script.begin(keys).account(), Duration.ofMinutes(10));
        }
        assertThat(redis.opsForHash().get(keys.account(), "count")).isEqualTo("3");
    }

    @Test
    void ofManyAttemptsAtOnceOnlyTheFreeOnesGoOn() throws Exception {
        Callable<Boolean> attempt = () -> script.begin(keys).none();
        List<Boolean> allowed = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> each : threads.invokeAll(Collections.nCopies(30, attempt))) {
                allowed.add(each.get());
            }
        }
        assertThat(allowed).filteredOn(went -> went).hasSize(3);
    }

    @Test
    void aSuccessForgetsTheFailuresAndMakesTheAddressKnown() {
        fail(keys, 3);
        script.succeeded(keys);

        assertThat(redis.hasKey(keys.account())).isFalse();
        assertThat(redis.getExpire(keys.known())).isBetween(Duration.ofDays(29).toSeconds(),
                Duration.ofDays(30).toSeconds());
        assertThat(script.begin(keys).none()).isTrue();
    }

    @Test
    void strangersFailuresDoNotDelayAKnownAddressWhichHasACounterOfItsOwn() {
        script.begin(keys);
        script.succeeded(keys);
        AttemptKeys stranger = elsewhere(keys);
        fail(stranger, 3);

        assertWaits(script.begin(stranger).account(), Duration.ofMinutes(10));
        fail(keys, 3);
        assertWaits(script.begin(keys).account(), Duration.ofMinutes(10));
        script.succeeded(keys);
        assertThat(script.begin(keys).none()).isTrue();
        assertWaits(script.begin(stranger).account(), Duration.ofMinutes(10));
    }

    @Test
    void anAddressIsDelayedWhateverTheAccountAndASuccessTakesBackOnlyItself() {
        AttemptKeys own = sameAddress(keys);
        script.begin(own);
        script.succeeded(own);
        for (int i = 0; i < 5; i++) {
            assertThat(script.begin(sameAddress(keys)).none()).isTrue();
            script.begin(own);
            script.succeeded(own);
        }
        assertThat(script.begin(sameAddress(keys)).none()).isTrue();
        AttemptScript.Waits waits = script.begin(sameAddress(keys));
        assertThat(waits.account()).isZero();
        assertWaits(waits.address(), Duration.ofMinutes(20));
        assertThat(waits.longer()).isEqualTo(waits.address());
    }

    @Test
    void aWithdrawnAttemptCountsNoMoreAndNeverBelowNothing() {
        fail(keys, 3);
        script.withdrawn(keys);
        assertThat(script.begin(keys).none()).isTrue();
        for (int i = 0; i < 5; i++) {
            script.withdrawn(keys);
        }
        assertThat(redis.hasKey(keys.account())).isFalse();
        assertThat(redis.hasKey(keys.address())).isFalse();
        fail(keys, 3);
        assertThat(script.begin(keys).none()).isFalse();
    }

    @Test
    void countersExpireByThemselves() {
        script.begin(keys);

        for (String counter : List.of(keys.account(), keys.address())) {
            assertThat(redis.getExpire(counter)).isBetween(Duration.ofHours(2).minus(SLACK).toSeconds(),
                    Duration.ofHours(2).toSeconds());
        }
        assertThat(redis.hasKey(keys.known())).isFalse();
        assertThat(redis.hasKey(keys.accountAtAddress())).isFalse();
    }

    @Test
    void theTimeIsThatOfRedis() {
        script.begin(keys);
        long redisTime = redis.execute((RedisCallback<Long>) connection -> connection.serverCommands().time());

        assertThat(Long.parseLong(String.valueOf(redis.opsForHash().get(keys.account(), "last"))))
                .isBetween(redisTime - SLACK.toMillis(), redisTime);
    }

    @Test
    void theKeysOfAnAttemptLieOnOneNodeOfACluster() {
        assertThat(keys.inOrder()).allSatisfy(key -> assertThat(key).startsWith("parley:{attempt}:"))
                .doesNotHaveDuplicates();
    }

    private void fail(AttemptKeys keys, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(script.begin(keys).none()).isTrue();
        }
    }

    private void pretendItWasLongAgo() {
        redis.opsForHash().put(keys.account(), "last", "0");
        redis.opsForHash().put(keys.address(), "last", "0");
    }

    private static AttemptKeys elsewhere(AttemptKeys keys) {
        return AttemptKeys.of(keys.account().substring(keys.account().lastIndexOf(':') + 1), AuthClient.freshName());
    }

    private static AttemptKeys sameAddress(AttemptKeys keys) {
        return AttemptKeys.of(AuthClient.freshName(), keys.address().substring(keys.address().lastIndexOf(':') + 1));
    }

    private static void assertWaits(Duration actual, Duration expected) {
        assertThat(actual).isBetween(expected.minus(SLACK), expected);
    }
}
