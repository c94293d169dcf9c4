package dev.parley.file.upload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentLinkedQueue;

import jakarta.servlet.ServletInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import dev.parley.file.FileProblem;
import dev.parley.file.staging.StagingArea;
import dev.parley.platform.problem.ProblemException;

/**
 * Writes the body of a request to a staged file, as it arrives: what was read is written before more is read, so that nothing that arrived
 * is lost with a connection, and the memory is one buffer.
 */
@Component
class UploadWriter {

    private static final Logger LOG = LoggerFactory.getLogger(UploadWriter.class);

    private final StagingArea staging;
    private final int bufferSize;
    /** Direct buffers are dear to make; there are as many as there were uploads at once. */
    private final ConcurrentLinkedQueue<ByteBuffer> idleBuffers = new ConcurrentLinkedQueue<>();

    UploadWriter(StagingArea staging, UploadSettings settings) {
        this.staging = staging;
        this.bufferSize = (int) settings.bufferSize().toBytes();
    }

    /**
     * Appends a body and syncs the file.
     *
     * @return the new offset
     * @throws ProblemException when the body ends early (what arrived is kept), is too long, or a newer request took over
     */
    long append(Upload upload, UploadLeases.Lease lease, long offset, ServletInputStream body, OptionalLong bodyLength)
            throws IOException {
        if (bodyLength.orElse(0) > upload.length() - offset) {
            throw tooLong(upload);
        }
        ByteBuffer buffer = borrow();
        try (FileChannel file = staging.openForWriting(upload.stagingKey());
                EarlySync sync = new EarlySync(() -> file.force(false))) {
            Received received = receive(upload, lease, offset, body, buffer, file, sync);
            sync.finish();
            long expected = offset + bodyLength.orElse(received.offset - offset);
            if (received.brokenOff || received.offset < expected) {
                LOG.debug("upload {} broke off at {}", upload.stagingKey(), received.offset);
                throw new ProblemException(FileProblem.BODY_INCOMPLETE,
                        "the body ended early; the bytes that arrived are kept")
                        .with("offset", received.offset);
            }
            return received.offset;
        } finally {
            idleBuffers.offer(buffer);
        }
    }

    /** Where a body got to, and whether it broke off there. */
    private record Received(long offset, boolean brokenOff) {}

    private static Received receive(Upload upload, UploadLeases.Lease lease, long offset, ServletInputStream body,
            ByteBuffer buffer, FileChannel file, EarlySync sync) throws IOException {
        long position = offset;
        while (true) {
            buffer.clear();
            int read;
            try {
                read = body.read(buffer);
            } catch (IOException broken) { // a reset, an early end, or silence beyond the connection time-out
                return new Received(position, true);
            }
            if (read < 0) {
                return new Received(position, false);
            }
            buffer.clear().limit(read); // containers differ in where they leave position and limit
            if (buffer.remaining() > upload.length() - position) {
                throw tooLong(upload);
            }
            long at = position;
            position += lease.whileHeld(() -> write(file, buffer, at));
            sync.wrote(read);
        }
    }

    private static int write(FileChannel file, ByteBuffer buffer, long position) {
        int length = buffer.remaining();
        try {
            while (buffer.hasRemaining()) {
                file.write(buffer, position + length - buffer.remaining());
            }
            return length;
        } catch (IOException full) {
            LOG.error("the staging area takes no more bytes", full);
            throw new ProblemException(FileProblem.STORAGE_FULL, "the bytes could not be written, try again later");
        }
    }

    private ByteBuffer borrow() {
        ByteBuffer idle = idleBuffers.poll();
        return idle == null ? ByteBuffer.allocateDirect(bufferSize) : idle;
    }

    private static ProblemException tooLong(Upload upload) {
        return new ProblemException(FileProblem.UPLOAD_TOO_LARGE,
                "the body goes beyond the Upload-Length of " + upload.length());
    }
}
