package dev.parley.chat.socket;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * What waits to leave by one socket, bounded by bytes. Everything that waits leaves together: JSON objects are joined to one
 * array, up to a size that all proxies take.
 */
final class OutboundQueue {

    /** Largest array; a single object may be larger. */
    static final int MAX_JOINED = 64 * 1024;

    private final long maxBytes;
    private final Deque<byte[]> waiting = new ArrayDeque<>(2);
    private long bytes;

    OutboundQueue(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Adds a JSON object, unless that would be too much. */
    synchronized boolean offer(byte[] object) {
        if (bytes + object.length > maxBytes && !waiting.isEmpty()) {
            return false;
        }
        waiting.addLast(object);
        bytes += object.length;
        return true;
    }

    /** The next frame: the object that waits longest, or an array of it and those behind it. */
    synchronized Optional<byte[]> poll() {
        byte[] first = waiting.pollFirst();
        if (first == null) {
            return Optional.empty();
        }
        bytes -= first.length;
        return Optional.of(waiting.isEmpty() || first.length + waiting.getFirst().length > MAX_JOINED
                ? first
                : join(first));
    }

    private byte[] join(byte[] first) {
        ByteArrayOutputStream array = new ByteArrayOutputStream((int) Math.min(MAX_JOINED, first.length + bytes) + 16);
        array.write('[');
        array.writeBytes(first);
        while (!waiting.isEmpty() && array.size() + waiting.getFirst().length <= MAX_JOINED) {
            byte[] next = waiting.removeFirst();
            bytes -= next.length;
            array.write(',');
            array.writeBytes(next);
        }
        array.write(']');
        return array.toByteArray();
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized void clear() {
        waiting.clear();
        bytes = 0;
    }
}
