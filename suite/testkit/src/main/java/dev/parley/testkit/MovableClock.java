package dev.parley.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** The real time, plus what tests have let pass: nobody waits, and nothing depends on how busy the machine is. Never goes back. */
public final class MovableClock extends Clock {

    private final AtomicReference<Duration> passed = new AtomicReference<>(Duration.ZERO);

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
