package dev.parley.journey;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Callers that do one thing after the other for a while, and every single one is timed: as fast as they can, or at a given rate. At a rate
 * a thing is timed from the moment when it was due: what is late because the one before took long counts as slow.
 */
final class Load {

    /** How many things were done in how long, and how long each took. */
    record Result(Duration took, long[] sortedNanos) {

        double perSecond() {
            return sortedNanos.length * 1e9 / took.toNanos();
        }

        double millisAt(double quantile) {
            return sortedNanos[(int) Math.min(sortedNanos.length - 1L, (long) (sortedNanos.length * quantile))] / 1e6;
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%,.0f/s, p50 %.1f ms, p99 %.1f ms", perSecond(), millisAt(0.5),
                    millisAt(0.99));
        }
    }

    private Load() {}

    /**
     * Lets {@code callers} call at once until the time is over.
     *
     * @param things makes the thing that a caller does again and again, by the caller's number
     */
    static Result of(int callers, Duration time, IntFunction<Runnable> things) {
        return run(callers, time, 0, things);
    }

    /** The same at so many things a second altogether, as long as the callers suffice. */
    static Result atRate(double perSecond, int callers, Duration time, IntFunction<Runnable> things) {
        return run(callers, time, (long) (1e9 * callers / perSecond), things);
    }

    private static Result run(int callers, Duration time, long period, IntFunction<Runnable> things) {
        List<Runnable> prepared = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            prepared.add(things.apply(i));
        }
        long begin = System.nanoTime();
        long end = begin + time.toNanos();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<long[]>> all = IntStream.range(0, callers).mapToObj(i -> threads.submit(
                    () -> loop(prepared.get(i), begin + period * i / callers, period, end))).toList();
            long[] nanos = all.stream().flatMapToLong(future -> LongStream.of(join(future))).toArray();
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            Arrays.sort(nanos);
            return new Result(took, nanos);
        }
    }

    private static long[] loop(Runnable thing, long first, long period, long end) {
        LongStream.Builder nanos = LongStream.builder();
        long due = period == 0 ? System.nanoTime() : first;
        while (due < end && System.nanoTime() < end) {
            LockSupport.parkNanos(due - System.nanoTime());
            thing.run();
            long done = System.nanoTime();
            nanos.add(done - due);
            due = period == 0 ? done : due + period;
        }
        return nanos.build().toArray();
    }

    private static long[] join(Future<long[]> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
