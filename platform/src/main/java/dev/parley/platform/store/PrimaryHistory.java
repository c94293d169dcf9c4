package dev.parley.platform.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Where the primary was in the last while. By it a replica's staleness is known without trusting what the replica says of
 * itself: a replica whose replication is stopped reports no lag at all. Not safe for use by several threads.
 */
final class PrimaryHistory {

    private record Sample(Instant seenAt, GtidPosition position) {}

    private final Deque<Sample> samples = new ArrayDeque<>();
    private final Duration window;

    /** Remembers positions for the window and a little longer. */
    PrimaryHistory(Duration window) {
        this.window = window;
    }

    void add(Instant seenAt, GtidPosition position) {
        Sample last = samples.peekLast();
        if (last == null || !last.position().equals(position)) {
            samples.addLast(new Sample(seenAt, position));
        }
        while (samples.size() > 1 && samples.peekFirst().seenAt().isBefore(seenAt.minus(window.multipliedBy(4)))) {
            samples.removeFirst();
        }
    }

    /** How long the primary has been ahead of this position; zero when the position has all that was seen. */
    Duration staleness(GtidPosition replica, Instant now) {
        Iterator<Sample> newestFirst = samples.descendingIterator();
        Instant aheadSince = now;
        while (newestFirst.hasNext()) {
            Sample sample = newestFirst.next();
            if (replica.covers(sample.position())) {
                break;
            }
            aheadSince = sample.seenAt();
        }
        return Duration.between(aheadSince, now);
    }
}
