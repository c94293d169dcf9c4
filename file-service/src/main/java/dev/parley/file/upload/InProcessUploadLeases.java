package dev.parley.file.upload;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

import org.springframework.stereotype.Component;

/** Leases for a single node: a number for each lease, and only the highest one counts. */
@Component
final class InProcessUploadLeases implements UploadLeases {

    private final Map<Long, Claims> claims = new ConcurrentHashMap<>();

    @Override
    public Lease take(long uploadId) {
        Claims claim = Objects.requireNonNull(claims.compute(uploadId, (id, known) -> {
            Claims used = known == null ? new Claims() : known;
            used.users++;
            return used;
        }));
        claim.lock.lock();
        try {
            claim.newest++;
            return new NumberedLease(uploadId, claim, claim.newest);
        } finally {
            claim.lock.unlock();
        }
    }

    /** How many uploads have a lease at the moment. */
    int size() {
        return claims.size();
    }

    /** What is known of one upload; {@code users} is guarded by the map, the rest by the lock. */
    private static final class Claims {
        private final ReentrantLock lock = new ReentrantLock();
        private int users;
        private long newest;
    }

    private final class NumberedLease implements Lease {

        private final long uploadId;
        private final Claims claim;
        private final long number;

        NumberedLease(long uploadId, Claims claim, long number) {
            this.uploadId = uploadId;
            this.claim = claim;
            this.number = number;
        }

        @Override
        public <T> T whileHeld(Step<T> step) throws IOException {
            claim.lock.lock();
            try {
                if (claim.newest != number) {
                    throw new LeaseLostException();
                }
                return step.run();
            } finally {
                claim.lock.unlock();
            }
        }

        @Override
        public void close() {
            claims.computeIfPresent(uploadId, (id, known) -> --known.users == 0 ? null : known);
        }
    }
}
