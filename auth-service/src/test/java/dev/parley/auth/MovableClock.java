package dev.parley.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** The real time, plus what tests have let pass. Never goes back. */
public final class MovableClock extends Clock {

    private final AtomicReference<Duration> passed = new AtomicReference<>(Duration.ZERO);

    /** Replaces the clock of a running service. */
    @TestConfiguration(proxyBeanMethods = false)
    public static class InService {

        @Bean
        MovableClock clock() {
            return new MovableClock();
        }
    }

    /** Lets time pass. */
    public void pass(Duration duration) {
        passed.updateAndGet(before -> before.plus(duration));
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(passed.get());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("tests use UTC");
    }
}
