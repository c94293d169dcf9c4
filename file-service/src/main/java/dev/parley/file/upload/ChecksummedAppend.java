package dev.parley.file.upload;

import java.io.IOException;
import java.util.OptionalLong;

import jakarta.servlet.ServletInputStream;
import org.springframework.stereotype.Component;

import dev.parley.file.FileProblem;
import dev.parley.file.staging.StagingArea;
import dev.parley.platform.problem.ProblemException;

/**
 * Appends bodies that come with a checksum. Their bytes count only once all of them are here and the checksum is right. Until then the row
 * of the upload says from where on nothing is verified; whoever continues after a crash or a broken connection cuts that off first.
 */
@Component
class ChecksummedAppend {

    private final Uploads uploads;
    private final UploadWriter writer;
    private final StagingArea staging;

    ChecksummedAppend(Uploads uploads, UploadWriter writer, StagingArea staging) {
        this.uploads = uploads;
        this.writer = writer;
        this.staging = staging;
    }

    /** The body was not what its checksum says; nothing of it is kept. */
    static final class ChecksumMismatchException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final long offset;

        ChecksumMismatchException(long offset) {
            super("the body has another checksum; nothing of it is kept", null, false, false);
            this.offset = offset;
        }

        /** Where the upload stands, as before. */
        long offset() {
            return offset;
        }
    }

    /**
     * Appends a body and syncs the file.
     *
     * @return the new offset
     * @throws ChecksumMismatchException when the checksum is wrong
     */
    long append(Upload upload, UploadLeases.Lease lease, long offset, ServletInputStream body, OptionalLong bodyLength,
            UploadChecksum checksum) throws IOException {
        UploadChecksum.Computation computation = checksum.start();
        lease.whileHeld(() -> uploads.markUnverified(upload.id(), offset));
        long reached;
        try {
            reached = writer.append(upload, lease, offset, new ChecksummedBody(body, computation), bodyLength);
        } catch (ProblemException refused) {
            cutOff(upload, lease, offset);
            throw refused.type() == FileProblem.BODY_INCOMPLETE ? incomplete(offset) : refused;
        }
        if (!checksum.matches(computation)) {
            cutOff(upload, lease, offset);
            throw new ChecksumMismatchException(offset);
        }
        lease.whileHeld(() -> uploads.clearUnverified(upload.id()));
        return reached;
    }

    private void cutOff(Upload upload, UploadLeases.Lease lease, long offset) throws IOException {
        lease.whileHeld(() -> {
            staging.truncate(upload.stagingKey(), offset);
            return uploads.clearUnverified(upload.id());
        });
    }

    private static ProblemException incomplete(long offset) {
        return new ProblemException(FileProblem.BODY_INCOMPLETE,
                "the body ended early; since its checksum cannot be compared nothing of it is kept")
                .with("offset", offset);
    }
}
