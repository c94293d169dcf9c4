package dev.parley.file.limit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.core.StringRedisTemplate;

import dev.parley.file.FileProblem;
import dev.parley.file.fixture.FileServiceTest;
import dev.parley.platform.id.Ids;
import dev.parley.platform.problem.ProblemException;
import dev.parley.testkit.EmbeddedPartsSet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class RateLimitsTest extends FileServiceTest {

    private static final Duration HOUR = Duration.ofHours(1);

    @Autowired
    private RateLimits limits;
    @Autowired
    private StringRedisTemplate redis;
    @Autowired
    private MeterRegistry meters;

    private final long person = Ids.next();

    @Test
    void allPermitsMayBeTakenAtOnceAndThenNone() {
        take("test-burst", 3);

        ProblemException refused = refusal("test-burst");

        assertThat(refused.type()).isEqualTo(FileProblem.TOO_MANY_REQUESTS);
        assertThat(refused.type().status().value()).isEqualTo(429);
        assertThat(refused.retryAfter().orElseThrow()).as("when the next one comes back, a third of the period")
                .isBetween(Duration.ofMinutes(15), Duration.ofMinutes(20));
    }

    @Test
    void permitsComeBackEvenly() {
        limits.require("test-refill", person, 2, Duration.ofMillis(200));
        limits.require("test-refill", person, 2, Duration.ofMillis(200));

        await().untilAsserted(
                () -> assertThatCode(() -> limits.require("test-refill", person, 2, Duration.ofMillis(200)))
                        .doesNotThrowAnyException());
    }

    @Test
    void eachPersonAndEachLimitHasItsOwnPermits() {
        take("test-own", 3);
        assertThat(refusal("test-own")).isNotNull();

        limits.require("test-own", Ids.next(), 3, HOUR);
        limits.require("test-other", person, 3, HOUR);
    }

    @Test
    void aRefusedAttemptTakesNothingAndTheKeyDoesNotOutliveThePeriod() {
        take("test-refused", 3);
        String key = "parley:limit:test-refused:" + Ids.format(person);
        String before = redis.opsForValue().get(key);

        for (int i = 0; i < 5; i++) {
            assertThat(refusal("test-refused")).isNotNull();
        }

        assertThat(redis.opsForValue().get(key)).isEqualTo(before);
        assertThat(redis.getExpire(key)).isBetween(1L, HOUR.toSeconds());
    }

    @Test
    void manyAtOnceTakeNoMoreThanThereIs() throws Exception {
        List<Callable<Boolean>> attempts = IntStream.range(0, 40).<Callable<Boolean>>mapToObj(i -> () -> {
            try {
                limits.require("test-race", person, 7, HOUR);
                return true;
            } catch (ProblemException refused) {
                return false;
            }
        }).toList();

        int taken = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> attempt : threads.invokeAll(attempts)) {
                taken += attempt.get() ? 1 : 0;
            }
        }

        assertThat(taken).isEqualTo(7);
    }

    @Test
    void withRedisAwayNothingIsLimitedAndItIsCounted() {
        EmbeddedPartsSet parts = EmbeddedPartsSet.shared();
        parts.redis().stop();
        try {
            take("test-away", 10);
            assertThat(meters.counter("parley.file.limits", "name", "test-away", "outcome", "unlimited").count())
                    .isEqualTo(10);
        } finally {
            parts.redis().start();
        }
        await().untilAsserted(() -> assertThat(refusal("test-away")).isNotNull());
    }

    @Test
    void aRateOfNothingIsAMistake() {
        assertThatIllegalArgumentException().isThrownBy(() -> limits.require("test-none", person, 0, HOUR));
        assertThatIllegalArgumentException().isThrownBy(() -> limits.require("test-none", person, 1, Duration.ZERO));
    }

    private void take(String name, int times) {
        for (int i = 0; i < times; i++) {
            limits.require(name, person, 3, HOUR);
        }
    }

    private ProblemException refusal(String name) {
        return catchThrowableOfType(ProblemException.class, () -> limits.require(name, person, 3, HOUR));
    }
}
