package dev.parley.file.upload;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** Leases in their simplest form, for one process: a number for each lease, and only the highest one counts. */
final class InProcessUploadLeases implements UploadLeases {

    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, Long> newest = new ConcurrentHashMap<>();
    private final ReentrantLock steps = new ReentrantLock();

    @Override
    public Lease take(long uploadId) {
        long number = numbers.incrementAndGet();
        steps.lock();
        try {
            newest.merge(uploadId, number, Math::max);
        } finally {
            steps.unlock();
        }
        return new Lease() {

            @Override
            public <T> T whileHeld(Step<T> step) throws IOException {
                steps.lock();
                try {
                    if (!Long.valueOf(number).equals(newest.get(uploadId))) {
                        throw new LeaseLostException();
                    }
                    return step.run();
                } finally {
                    steps.unlock();
                }
            }

            @Override
            public void close() {
                newest.remove(uploadId, number);
            }
        };
    }

    @Override
    public Lease takeNew(long uploadId) {
        return take(uploadId);
    }
}
