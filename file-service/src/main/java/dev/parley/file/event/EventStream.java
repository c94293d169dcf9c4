package dev.parley.file.event;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import dev.parley.platform.identity.Identity;

/** One connection: a bounded queue between those who publish, who never wait, and the thread that writes to the client. */
final class EventStream {

    private final Identity reader;
    private final int capacity;
    private final BlockingQueue<EventFrame> waiting = new LinkedBlockingQueue<>();
    private @Nullable EndReason ended;

    EventStream(Identity reader, int capacity) {
        this.reader = reader;
        this.capacity = capacity;
    }

    Identity reader() {
        return reader;
    }

    /** Has this sent next; false when too many wait already, or the stream has ended: then it is lost. */
    synchronized boolean offer(EventFrame frame) {
        return ended == null && waiting.size() < capacity && waiting.add(frame);
    }

    /** Has the stream end after what waits. Only the first reason counts. */
    synchronized void end(EndReason reason) {
        if (ended == null) {
            ended = reason;
            waiting.add(EventFrame.end(reason));
        }
    }

    /**
     * Writes what comes, until the stream is ended or the reader's token expires.
     *
     * @throws IOException when the client is gone, or takes nothing for longer than the connection allows
     */
    void writeTo(OutputStream out, Duration heartbeat, Clock clock) throws IOException, InterruptedException {
        for (;;) {
            Duration untilExpiry = Duration.between(clock.instant(), reader.expiresAt());
            if (!untilExpiry.isPositive()) {
                end(EndReason.TOKEN_EXPIRED);
            }
            Duration patience = untilExpiry.compareTo(heartbeat) < 0 ? untilExpiry : heartbeat;
            EventFrame next = waiting.poll(Math.max(1, patience.toMillis()), TimeUnit.MILLISECONDS);
            EventFrame frame = next == null ? EventFrame.HEARTBEAT : next;
            out.write(frame.bytes());
            if (waiting.isEmpty()) {
                out.flush();
            }
            if (frame.last()) {
                return;
            }
        }
    }

}
