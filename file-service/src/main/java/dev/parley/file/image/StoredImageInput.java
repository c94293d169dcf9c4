package dev.parley.file.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

import javax.imageio.stream.ImageInputStreamImpl;

import org.jspecify.annotations.Nullable;

import dev.parley.file.blob.StoredBytes;

/**
 * A content as ImageIO reads it: through a window, so that memory does not depend on its size. Remembers whether the bytes could not be
 * read, which is not the picture's fault; and ends a decoder that reads on after its time.
 */
final class StoredImageInput extends ImageInputStreamImpl {

    private static final int WINDOW = 256 * 1024;

    private final StoredBytes content;
    private byte[] window = new byte[0];
    private long windowStart;
    private volatile boolean cancelled;
    private @Nullable IOException failure;

    StoredImageInput(StoredBytes content) {
        this.content = content;
    }

    /** From now on nothing can be read. */
    void cancel() {
        cancelled = true;
    }

    /** Insists that all that was asked for could be read. */
    void requireReadable() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        checkClosed();
        bitOffset = 0;
        if (length == 0) {
            return 0;
        }
        if (streamPos >= content.size()) {
            return -1;
        }
        if (streamPos < windowStart || streamPos >= windowStart + window.length) {
            load();
        }
        int at = (int) (streamPos - windowStart);
        int copied = Math.min(length, window.length - at);
        System.arraycopy(window, at, target, offset, copied);
        streamPos += copied;
        return copied;
    }

    private void load() throws IOException {
        if (cancelled) {
            throw new IOException("the picture took too long");
        }
        int length = (int) Math.min(WINDOW, content.size() - streamPos);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(length);
        try {
            content.copyTo(streamPos, length, bytes);
        } catch (IOException unreadable) {
            failure = unreadable;
            throw unreadable;
        }
        window = bytes.toByteArray();
        windowStart = streamPos;
    }

    @Override
    public long length() {
        return content.size();
    }
}
