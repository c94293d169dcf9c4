package dev.parley.auth.attempt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.test.context.TestPropertySource;

import dev.parley.auth.AuthClient;
import dev.parley.auth.AuthClient.Answer;
import dev.parley.auth.AuthServiceTest;
import dev.parley.testkit.EmbeddedPartsSet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Guessing passwords over HTTP, from several addresses of the loopback network. Delays outlast any test. */
@TestPropertySource(properties = {"parley.auth.attempt.account.free=3", "parley.auth.attempt.account.first=30m",
    "parley.auth.attempt.account.longest=1h", "parley.auth.attempt.address.free=8",
    "parley.auth.attempt.address.first=30m", "parley.auth.attempt.address.longest=1h",
    "parley.auth.attempt.forget-after=2h"})
class LoginDelayTest extends AuthServiceTest {

    private static final String GUESS = "not the password";

    @Autowired
    private StringRedisTemplate redis;
    @Autowired
    private MeterRegistry meters;
    @Autowired
    private Attempts attempts;

    private AuthClient home = new AuthClient(0);
    private AuthClient away = home;

    @BeforeEach
    void forgetEverything() {
        home = client();
        away = home.from("127.0.0.2");
        redis.delete(redis.keys("parley:{attempt}:*"));
    }

    @Test
    void afterSeveralWrongPasswordsEvenTheRightOneHasToWait() {
        String name = registered();
        guess(away, name, 3);
        Answer refused = away.login(name.toUpperCase(Locale.ROOT), AuthClient.PASSWORD);

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text("code")).isEqualTo("too-many-attempts");
        assertThat(refused.body().path("retryable").asBoolean()).isTrue();
        assertThat(Long.parseLong(refused.header("Retry-After"))).isBetween(1200L, 1800L);
    }

    @Test
    void theInstancesClockDoesNotShortenTheWait() {
        String name = registered();
        guess(away, name, 3);
        clock.pass(Duration.ofHours(3));

        assertThat(away.login(name, AuthClient.PASSWORD).status()).isEqualTo(429);
    }

    @Test
    void allRefusalsLookTheSame() {
        String name = registered();
        String unknown = AuthClient.freshName();
        guess(away, name, 3);
        guess(away, unknown, 3);
        Answer forAccount = away.login(name, GUESS);
        Answer forUnknown = away.login(unknown, GUESS);
        guess(away, AuthClient.freshName(), 2);
        Answer forAddress = away.login(AuthClient.freshName(), GUESS);

        assertThat(forAccount.status()).isEqualTo(429);
        assertThat(forUnknown.body()).isEqualTo(forAccount.body());
        assertThat(forUnknown.headers().map().keySet()).isEqualTo(forAccount.headers().map().keySet());
        assertThat(forAddress.body()).isEqualTo(forAccount.body());
        assertThat(forAddress.headers().map().keySet()).isEqualTo(forAccount.headers().map().keySet());
        assertThat(meters.get("parley.auth.attempts.refused").tag("by", "account").counter().count()).isPositive();
        assertThat(meters.get("parley.auth.attempts.refused").tag("by", "address").counter().count()).isPositive();
    }

    @Test
    void guessesAtOnceAreNoWayAround() throws Exception {
        String name = registered();
        Callable<Integer> guess = () -> away.login(name, GUESS).status();
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> status : threads.invokeAll(Collections.nCopies(16, guess))) {
                statuses.add(status.get());
            }
        }
        assertThat(statuses).containsOnly(401, 429).filteredOn(status -> status == 401).hasSize(3);
    }

    @Test
    void aStrangerDoesNotLockThePersonOutWhereTheySignedInBefore() {
        String name = registered();
        home.signIn(name);
        guess(away, name, 3);

        assertThat(away.login(name, AuthClient.PASSWORD).status()).isEqualTo(429);
        assertThat(home.login(name, AuthClient.PASSWORD).status()).isEqualTo(200);
        assertThat(home.login(name, GUESS).status()).isEqualTo(401);
        assertThat(home.login(name, AuthClient.PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void aSuccessForgetsOnesOwnMistakes() {
        String name = registered();
        for (int round = 0; round < 3; round++) {
            guess(away, name, 2);
            assertThat(away.login(name, AuthClient.PASSWORD).status()).isEqualTo(200);
        }
    }

    @Test
    void aCheckThatCameToNoAnswerDoesNotCount() {
        String name = registered();
        for (int i = 0; i < 12; i++) {
            assertThatIllegalStateException().isThrownBy(() -> attempts.check(name, "127.0.0.2", () -> {
                throw new IllegalStateException("overloaded, say");
            }));
        }
        guess(away, name, 3);
        assertThat(away.login(name, GUESS).status()).isEqualTo(429);
    }

    @Test
    void redisLearnsNeitherNamesNorAddresses() {
        String name = registered();
        home.signIn(name);
        guess(away, name, 1);
        Set<String> keys = redis.keys("parley:{attempt}:*");

        assertThat(keys).hasSize(3).allSatisfy(key -> assertThat(key).doesNotContain(name).doesNotContain("127.0"));
    }

    @Test
    void withRedisAwayPeopleSignInUncounted(EmbeddedPartsSet parts) {
        String name = registered();
        double before = meters.get("parley.auth.attempts.unchecked").counter().count();
        parts.redis().stop();
        try {
            guess(away, name, 5);
            assertThat(away.login(name, AuthClient.PASSWORD).status()).isEqualTo(200);
            assertThat(meters.get("parley.auth.attempts.unchecked").counter().count()).isGreaterThanOrEqualTo(
                    before + 7);
        } finally {
            parts.redis().start();
        }
        await().ignoreExceptions().until(() -> redis.hasKey("anything") != null);
    }

    private String registered() {
        String name = AuthClient.freshName();
        assertThat(home.register(name).status()).isEqualTo(201);
        return name;
    }

    private static void guess(AuthClient client, String name, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(client.login(name, GUESS).status()).isEqualTo(401);
        }
    }
}
