package dev.parley.hash.digest;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Computes the digests of one content on other threads while the next bytes are read, the algorithms shared out by what they cost. There are
 * as many such threads as cores, in all: when they are taken, a content is read and digested by the thread that asks for it. So one
 * large content is as fast as its slowest algorithm, many at once do not harm each other, and memory is bounded.
 */
final class DigestLanes implements AutoCloseable {

    private static final int BUFFER_BYTES = 256 * 1024;
    private static final int BUFFERS = 4;
    private static final int MOST_LANES = 3;
    private static final int CORES = Runtime.getRuntime().availableProcessors();
    private static final Semaphore FREE_LANES = new Semaphore(CORES);
    /** Not virtual ones: they compute without a pause, and others need the carriers. */
    private static final ExecutorService THREADS = Executors
            .newCachedThreadPool(Thread.ofPlatform().name("digests-", 0).daemon().factory());
    private static final Chunk END = new Chunk();

    private final List<Lane> lanes;
    private final BlockingQueue<Chunk> free = new ArrayBlockingQueue<>(BUFFERS);

    /** A buffer on its way through all lanes. */
    private static final class Chunk {

        private final byte[] bytes = new byte[BUFFER_BYTES];
        private final AtomicInteger readers = new AtomicInteger();
        private int length;
    }

    /** One thread with some of the algorithms. */
    private static final class Lane {

        private final List<RunningDigest> digests = new ArrayList<>();
        private final BlockingQueue<Chunk> waiting = new ArrayBlockingQueue<>(BUFFERS + 1);
        private double cost;
    }

    private DigestLanes(List<Lane> lanes) {
        this.lanes = lanes;
        for (int i = 0; i < BUFFERS; i++) {
            free.add(new Chunk());
        }
    }

    /** Takes threads for these digests; empty when there are none to be had, or nothing that is worth one. */
    static Optional<DigestLanes> tryOpen(Map<DigestAlgorithm, RunningDigest> digests) {
        List<Lane> lanes = shareOut(digests);
        while (!lanes.isEmpty() && !FREE_LANES.tryAcquire(lanes.size())) {
            lanes = lanes.size() == 1 ? List.of() : List.of(oneOf(digests.values()));
        }
        return lanes.isEmpty() ? Optional.empty() : Optional.of(new DigestLanes(lanes));
    }

    /** The most expensive first, each to the lane with the least to do; what costs next to nothing is no lane of its own. */
    private static List<Lane> shareOut(Map<DigestAlgorithm, RunningDigest> digests) {
        int worthALane = (int) digests.keySet().stream().filter(DigestAlgorithm::isExpensive).count();
        List<Lane> lanes = new ArrayList<>();
        for (int i = 0; i < Math.min(worthALane, Math.min(MOST_LANES, CORES)); i++) {
            lanes.add(new Lane());
        }
        if (!lanes.isEmpty()) {
            digests.keySet().stream().sorted(Comparator.comparingDouble(DigestAlgorithm::cost).reversed())
                    .forEach(algorithm -> {
                        Lane lane = lanes.stream().min(Comparator.comparingDouble(each -> each.cost)).orElseThrow();
                        Optional.ofNullable(digests.get(algorithm)).ifPresent(lane.digests::add);
                        lane.cost += algorithm.cost();
                    });
        }
        return lanes;
    }

    private static Lane oneOf(Collection<RunningDigest> digests) {
        Lane lane = new Lane();
        lane.digests.addAll(digests);
        return lane;
    }

    /**
     * Reads a stream to its end, or until more than {@code enough} bytes have come; how many have. The digests are complete when it returns.
     */
    long digest(InputStream content, long enough) throws IOException {
        List<Future<?>> running = new ArrayList<>();
        try {
            for (Lane lane : lanes) {
                running.add(THREADS.submit(() -> run(lane)));
            }
            return read(content, enough);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped while digesting", stopping);
        } finally {
            lanes.forEach(lane -> lane.waiting.add(END)); // there is always room for it
            await(running);
        }
    }

    private long read(InputStream content, long enough) throws IOException, InterruptedException {
        long size = 0;
        while (size <= enough) {
            Chunk chunk = free.take();
            chunk.length = content.readNBytes(chunk.bytes, 0, BUFFER_BYTES);
            if (chunk.length == 0) {
                break;
            }
            size += chunk.length;
            chunk.readers.set(lanes.size());
            for (Lane lane : lanes) {
                lane.waiting.put(chunk);
            }
        }
        return size;
    }

    private void run(Lane lane) {
        boolean interrupted = false;
        RuntimeException failure = null;
        for (;;) {
            try {
                Chunk chunk = lane.waiting.take();
                if (chunk == END) {
                    break;
                }
                try {
                    lane.digests.forEach(digest -> digest.update(chunk.bytes, 0, chunk.length));
                } catch (RuntimeException broken) {
                    failure = broken; // the buffers go on, or the reader would wait for them for ever
                }
                if (chunk.readers.decrementAndGet() == 0) {
                    free.add(chunk);
                }
            } catch (InterruptedException e) {
                interrupted = true; // whoever waits for the digests ends it
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Also when it is interrupted: a lane that still runs would change digests that somebody reads. */
    private static void await(List<Future<?>> running) {
        boolean interrupted = false;
        for (Future<?> lane : running) {
            for (boolean done = false; !done;) {
                try {
                    lane.get();
                    done = true;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException broken) {
                    throw new IllegalStateException("a digest could not be computed", broken.getCause());
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gives the threads back. */
    @Override
    public void close() {
        FREE_LANES.release(lanes.size());
    }

    /** How many threads nobody uses. */
    static int freeLanes() {
        return FREE_LANES.availablePermits();
    }
}
