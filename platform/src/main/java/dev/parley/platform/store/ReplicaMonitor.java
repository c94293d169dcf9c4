package dev.parley.platform.store;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Looks at primary and replicas twice a second, and takes a replica out of the rotation while it is away or further behind
 * than allowed. While the primary cannot be asked, replicas stay as they are: they are all there is.
 */
final class ReplicaMonitor implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ReplicaMonitor.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final HikariDataSource primary;
    private final List<Replica> replicas;
    private final Duration maxLag;
    private final Clock clock;
    private final PrimaryHistory history;
    private volatile boolean running;
    private ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(ReplicaMonitor::thread);

    ReplicaMonitor(HikariDataSource primary, List<Replica> replicas, Duration maxLag, Clock clock) {
        this.primary = primary;
        this.replicas = replicas;
        this.maxLag = maxLag;
        this.clock = clock;
        this.history = new PrimaryHistory(maxLag);
    }

    /** One look at all of them. */
    void look() {
        try {
            history.add(clock.instant(), Replica.position(primary, "SELECT @@gtid_binlog_pos"));
        } catch (SQLException | RuntimeException e) {
            log.debug("the primary cannot be asked for its position", e);
            return;
        }
        replicas.forEach(this::look);
    }

    private void look(Replica replica) {
        String why;
        boolean healthy;
        try {
            Instant now = clock.instant();
            Duration behind = history.staleness(replica.position(), now);
            healthy = behind.compareTo(maxLag) <= 0;
            why = "it is " + behind.toMillis() + " ms behind";
        } catch (SQLException | RuntimeException e) {
            healthy = false;
            why = "it cannot be asked: " + e.getMessage();
        }
        if (replica.setInRotation(healthy)) {
            log.warn("read replica {} {} the rotation: {}", replica, healthy ? "joins" : "leaves", why);
        }
    }

    @Override
    public void start() {
        scheduler.shutdownNow();
        scheduler = Executors.newSingleThreadScheduledExecutor(ReplicaMonitor::thread);
        var unused = scheduler.scheduleWithFixedDelay(this::look, 0, BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
        running = true;
    }

    @Override
    public void stop() {
        scheduler.shutdownNow();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private static Thread thread(Runnable work) {
        return Thread.ofPlatform().daemon().name("replica-monitor").unstarted(work);
    }
}
