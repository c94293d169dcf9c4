package dev.parley.file.garbage;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Service;

/**
 * Runs the sweeps. A run is bounded, by things and by time, and the next one goes on where it ended. A sweep that fails, since the blob
 * store is away for instance, keeps its cursor and does not stop the others.
 */
@Service
class GarbageCollection {

    private static final Logger LOG = LoggerFactory.getLogger(GarbageCollection.class);

    private final List<GarbageSweep> sweeps;
    private final GarbageCursors cursors;
    private final GarbageSettings settings;
    private final MeterRegistry meters;
    private final Clock clock;

    GarbageCollection(List<GarbageSweep> sweeps, GarbageCursors cursors, GarbageSettings settings,
            MeterRegistry meters, Clock clock) {
        this.sweeps = List.copyOf(sweeps);
        this.cursors = cursors;
        this.settings = settings;
        this.meters = meters;
        this.clock = clock;
    }

    /** One run; how much garbage of each kind it found. */
    Map<String, Integer> run() {
        Instant end = clock.instant().plus(settings.longestRun());
        Map<String, Integer> found = new TreeMap<>();
        for (GarbageSweep sweep : sweeps) {
            try {
                found.put(sweep.kind(), run(sweep, end));
            } catch (IOException | DataAccessException away) {
                meters.counter("parley.file.garbage.failures", "kind", sweep.kind()).increment();
                LOG.warn("collecting {} stopped for now", sweep.kind(), away);
            }
        }
        if (found.values().stream().anyMatch(count -> count > 0)) {
            LOG.info("garbage {}: {}", settings.dryRun() ? "that would be removed" : "removed", found);
        }
        return found;
    }

    private int run(GarbageSweep sweep, Instant end) throws IOException {
        String kind = sweep.kind();
        @Nullable
        String after = cursors.find(kind).orElse(null);
        int seen = 0;
        int garbage = 0;
        do {
            GarbageSweep.Step step = sweep.sweep(after, settings.batch(), settings.dryRun());
            after = step.last();
            cursors.move(kind, after);
            seen += step.seen();
            garbage += step.garbage();
            count("parley.file.garbage.seen", kind, step.seen());
            count(settings.dryRun() ? "parley.file.garbage.found" : "parley.file.garbage.removed", kind,
                    step.garbage());
        } while (after != null && seen < settings.mostPerRun() && clock.instant().isBefore(end));
        return garbage;
    }

    private void count(String counter, String kind, int amount) {
        meters.counter(counter, "kind", kind).increment(amount);
    }
}
