package dev.parley.hash.digest;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The digests of one content and its size in bytes.
 *
 * @param size how many bytes there were
 * @param values the digest of each asked algorithm, most significant byte first, in the order of the algorithms
 */
public record Digests(long size, SortedMap<DigestAlgorithm, byte[]> values) {

    /** Fits the second-level cache, so that each further algorithm reads the bytes from there and not from memory. */
    private static final int BUFFER_BYTES = 64 * 1024;

    /** Up to this size other threads are not worth the hand-over. */
    private static final long SMALL_BYTES = 1 << 20;

    /**
     * Reads the stream to its end once and computes all algorithms on the way, with little more than a megabyte of memory whatever the
     * size. Does not close the stream.
     */
    public static Digests of(InputStream content, Set<DigestAlgorithm> algorithms) throws IOException {
        return of(content, algorithms, Long.MAX_VALUE);
    }

    /**
     * As {@link #of(InputStream, Set)}, but stops reading soon after more than {@code enough} bytes have come; then
     * {@link #size} is larger than {@code enough} and the digests are those of what was read.
     */
    public static Digests of(InputStream content, Set<DigestAlgorithm> algorithms, long enough) throws IOException {
        Map<DigestAlgorithm, RunningDigest> running = new EnumMap<>(DigestAlgorithm.class);
        algorithms.forEach(algorithm -> running.put(algorithm, algorithm.start()));
        long size = digestHere(content, running.values(), Math.min(enough, SMALL_BYTES - 1));
        if (size >= SMALL_BYTES && size <= enough) {
            size += digestRest(content, running, enough - size);
        }
        SortedMap<DigestAlgorithm, byte[]> values = new TreeMap<>();
        running.forEach((algorithm, digest) -> values.put(algorithm, digest.finish()));
        return new Digests(size, values);
    }

    private static long digestRest(InputStream content, Map<DigestAlgorithm, RunningDigest> running, long enough)
            throws IOException {
        Optional<DigestLanes> lanes = DigestLanes.tryOpen(running);
        if (lanes.isEmpty()) {
            return digestHere(content, running.values(), enough);
        }
        try (DigestLanes opened = lanes.get()) {
            return opened.digest(content, enough);
        }
    }

    /** Reads to the end, or until more than {@code enough} bytes have come; how many have. */
    private static long digestHere(InputStream content, Collection<RunningDigest> running, long enough)
            throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long size = 0;
        while (size <= enough) {
            int count = content.read(buffer, 0, buffer.length);
            if (count < 0) {
                break;
            }
            size += count;
            for (RunningDigest digest : running) {
                digest.update(buffer, 0, count);
            }
        }
        return size;
    }
}
