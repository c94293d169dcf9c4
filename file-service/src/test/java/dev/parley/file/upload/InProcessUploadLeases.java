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
    private final Map<Long, Runnable> lossActions = new ConcurrentHashMap<>();
    private final ReentrantLock steps = new ReentrantLock();

    @Override
    public Lease take(long uploadId) {
        steps.lock();
        long number = numbers.incrementAndGet();
        try {
            Long before = newest.put(uploadId, number);
            Runnable action = before == null ? null : lossActions.remove(before);
            if (action != null) {
                action.run();
            }
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
            public void whenLost(Runnable action) {
                lossActions.put(number, action);
            }

            @Override
            public void close() {
                lossActions.remove(number);
                newest.remove(uploadId, number);
            }
        };
    }

    @Override
    public Lease takeNew(long uploadId) {
        return take(uploadId);
    }
}
