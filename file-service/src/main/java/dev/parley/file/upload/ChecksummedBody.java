package dev.parley.file.upload;

import java.io.IOException;
import java.nio.ByteBuffer;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;

/** A body whose digest is computed while it is read. */
final class ChecksummedBody extends ServletInputStream {

    private final ServletInputStream body;
    private final UploadChecksum.Computation computation;

    ChecksummedBody(ServletInputStream body, UploadChecksum.Computation computation) {
        this.body = body;
        this.computation = computation;
    }

    @Override
    public int read(ByteBuffer buffer) throws IOException {
        int from = buffer.position();
        int read = body.read(buffer);
        if (read > 0) {
            computation.update(buffer.duplicate().clear().position(from).limit(from + read));
        }
        return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = body.read(bytes, offset, length);
        if (read > 0) {
            computation.update(ByteBuffer.wrap(bytes, offset, read));
        }
        return read;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public boolean isFinished() {
        return body.isFinished();
    }

    @Override
    public boolean isReady() {
        return body.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
        body.setReadListener(listener);
    }
}
