package dev.parley.hash.worker;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** A stream that may be read for so long in all; a single read is bounded by the time-out of what is beneath. */
final class TimedStream extends FilterInputStream {

    private final Duration limit;
    private final long start = System.nanoTime();

    TimedStream(InputStream in, Duration limit) {
        super(in);
        this.limit = limit;
    }

    @Override
    public int read() throws IOException {
        check();
        return super.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        check();
        return super.read(into, offset, length);
    }

    private void check() throws IOException {
        if (System.nanoTime() - start > limit.toNanos()) {
            throw new IOException("reading took longer than " + limit);
        }
    }
}
