package dev.parley.file.upload;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import dev.parley.file.FileProblem;
import dev.parley.file.staging.StagingLocks;
import dev.parley.platform.problem.ProblemException;

/**
 * Leases over all nodes. A node writes to an upload only while it has the file system's lock for it; the numbers say which request is to
 * have it, and make the holder before let go of it at once, in between two of its writes.
 */
@Component
final class SharedUploadLeases implements UploadLeases {

    /** A number that is below all that are given. */
    private static final long FRESH = 1;
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration REPEAT_AFTER = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(20);

    private final Map<Long, UploadClaim> claims = new ConcurrentHashMap<>();
    private final LeaseNumbers numbers;
    private final StagingLocks locks;

    SharedUploadLeases(LeaseNumbers numbers, StagingLocks locks) {
        this.numbers = numbers;
        this.locks = locks;
        numbers.listen(this::raised);
    }

    @Override
    public Lease take(long uploadId) throws IOException {
        return take(uploadId, numbers.raise(uploadId));
    }

    @Override
    public Lease takeNew(long uploadId) throws IOException {
        return take(uploadId, FRESH);
    }

    private Lease take(long uploadId, long number) throws IOException {
        UploadClaim claim = enter(uploadId);
        boolean taken = false;
        try {
            claim.announce(number);
            awaitLock(claim, number);
            HeldLease lease = new HeldLease(claim, number, this::close);
            claim.hold(lease);
            taken = true;
            return lease;
        } finally {
            if (!taken) {
                leave(claim, number);
            }
        }
    }

    /** Usually the lock is free, or this node's already, or free as soon as its holder has heard of the number. */
    private void awaitLock(UploadClaim claim, long number) throws IOException {
        long start = System.nanoTime();
        long repeated = start;
        for (Duration pause = Duration.ofMillis(1); !claim.lock(number, locks); pause = longer(pause)) {
            long now = System.nanoTime();
            if (now - start > PATIENCE.toNanos()) {
                throw new ProblemException(FileProblem.UPLOAD_HELD,
                        "the node that writes to it does not answer, try again later").retryAfter(PATIENCE);
            }
            if (now - repeated > REPEAT_AFTER.toNanos()) {
                numbers.repeat(claim.uploadId(), number);
                repeated = now;
            }
            pause(pause);
        }
    }

    /** What nodes cannot be told at once they find out here: when Redis is away, or lost a message. */
    @Scheduled(fixedDelayString = "PT1S")
    void findOut() {
        List<Long> held = claims.entrySet().stream().filter(entry -> entry.getValue().holds()).map(Map.Entry::getKey)
                .toList();
        if (!held.isEmpty()) {
            numbers.told(held).forEach(this::raised);
        }
    }

    /** How many uploads have a request at the moment. */
    int size() {
        return claims.size();
    }

    private void raised(long uploadId, long number) {
        UploadClaim claim = claims.get(uploadId);
        if (claim != null) {
            // A write may have to be waited for, and whoever tells of numbers has more to tell.
            Thread.startVirtualThread(() -> claim.outdo(number));
        }
    }

    private UploadClaim enter(long uploadId) {
        return Objects.requireNonNull(claims.compute(uploadId, (id, known) -> {
            UploadClaim claim = known == null ? new UploadClaim(id) : known;
            claim.enter();
            return claim;
        }));
    }

    private void leave(UploadClaim claim, long number) {
        claim.release(number);
        claims.computeIfPresent(claim.uploadId(), (id, known) -> known.leave() ? null : known);
    }

    private void close(HeldLease lease) {
        lease.claim().drop(lease);
        leave(lease.claim(), lease.number());
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }

    private static void pause(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LeaseLostException();
        }
    }
}
