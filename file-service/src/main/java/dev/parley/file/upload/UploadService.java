package dev.parley.file.upload;

import java.io.IOException;
import java.time.Clock;
import java.util.OptionalLong;

import jakarta.servlet.ServletInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

import dev.parley.file.FileProblem;
import dev.parley.file.drive.Contention;
import dev.parley.file.staging.StagingArea;
import dev.parley.platform.id.Ids;
import dev.parley.platform.problem.ProblemException;

/** Uploads of one person at a time: every operation is for the owner, and what others have does not exist. */
@Service
class UploadService {

    private static final Logger LOG = LoggerFactory.getLogger(UploadService.class);

    private final Uploads uploads;
    private final UploadLeases leases;
    private final StagingArea staging;
    private final UploadWriter writer;
    private final UploadCompletion completion;
    private final UploadSettings settings;
    private final Clock clock;

    UploadService(Uploads uploads, UploadLeases leases, StagingArea staging, UploadWriter writer,
            UploadCompletion completion, UploadSettings settings, Clock clock) {
        this.uploads = uploads;
        this.leases = leases;
        this.staging = staging;
        this.writer = writer;
        this.completion = completion;
        this.settings = settings;
        this.clock = clock;
    }

    /** An upload and how many of its bytes are here. */
    record Standing(Upload upload, long offset) {}

    /** Opens an upload; an empty one is finished at once. */
    Standing create(long ownerId, long length, UploadMetadata metadata) throws IOException {
        Upload upload = new Upload(Ids.next(), ownerId, length, metadata.header(), metadata.description(), false,
                clock.instant().plus(settings.expiresAfter()));
        staging.create(upload.stagingKey());
        try {
            uploads.add(upload);
        } catch (ProblemException refused) {
            staging.delete(upload.stagingKey());
            throw refused;
        }
        if (length == 0) {
            Contention.retry(() -> completion.complete(upload));
        }
        return new Standing(upload, 0);
    }

    /** How far an upload has come. Ends a request that is still writing to it, since its sender has come back. */
    Standing standing(String id, long ownerId) throws IOException {
        Upload upload = own(id, ownerId);
        if (upload.finished()) {
            return new Standing(upload, upload.length());
        }
        try (UploadLeases.Lease lease = leases.take(upload.id())) {
            long offset = lease.whileHeld(() -> offsetOf(upload));
            if (offset == upload.length()) {
                finish(upload, lease); // the node died between the last byte and the transaction
            }
            return new Standing(upload, offset);
        } catch (UploadLeases.LeaseLostException lost) {
            throw takenOver();
        }
    }

    /** Appends a body at an offset. */
    Standing append(String id, long ownerId, long offset, ServletInputStream body, OptionalLong bodyLength)
            throws IOException {
        Upload upload = own(id, ownerId);
        if (upload.finished()) {
            requireOffset(upload.length(), offset);
            return new Standing(upload, offset);
        }
        try (UploadLeases.Lease lease = leases.take(upload.id())) {
            requireOffset(lease.whileHeld(() -> offsetOf(upload)), offset);
            long reached = writer.append(upload, lease, offset, body, bodyLength);
            if (reached == upload.length()) {
                finish(upload, lease);
            }
            return new Standing(upload, reached);
        } catch (UploadLeases.LeaseLostException lost) {
            throw takenOver();
        }
    }

    /** Ends an upload. The file of a finished one stays in the drive. */
    void terminate(String id, long ownerId) throws IOException {
        Upload upload = own(id, ownerId);
        try (UploadLeases.Lease lease = leases.take(upload.id())) {
            lease.whileHeld(() -> {
                discard(upload);
                return upload;
            });
        } catch (UploadLeases.LeaseLostException lost) {
            throw takenOver();
        }
    }

    /** Gives up uploads whose time is over; complete ones that were never asked about become files after all. */
    void expire(int limit) {
        for (Upload upload : uploads.expired(limit)) {
            try (UploadLeases.Lease lease = leases.take(upload.id())) {
                boolean complete = !upload.finished()
                        && staging.size(upload.stagingKey()).orElse(-1) == upload.length();
                if (complete) {
                    finish(upload, lease);
                }
                discard(upload);
            } catch (IOException | RuntimeException failed) {
                LOG.warn("upload {} is expired and cannot be removed for now", upload.stagingKey(), failed);
            }
        }
    }

    /** The bytes go only if the upload was open until now: those of a finished one belong to a content. */
    private void discard(Upload upload) throws IOException {
        if (uploads.removeOpen(upload.id())) {
            staging.delete(upload.stagingKey());
        } else {
            uploads.remove(upload.id());
        }
    }

    private void finish(Upload upload, UploadLeases.Lease lease) throws IOException {
        lease.whileHeld(() -> {
            Contention.retry(() -> completion.complete(upload));
            return upload;
        });
    }

    private Upload own(String id, long ownerId) {
        Upload upload = Ids.parse(id).flatMap(uploads::find).filter(u -> u.ownerId() == ownerId)
                .orElseThrow(() -> notFound(id));
        if (!upload.finished() && !clock.instant().isBefore(upload.expiresAt())) {
            throw new ProblemException(FileProblem.UPLOAD_EXPIRED, "the upload was open until " + upload.expiresAt());
        }
        return upload;
    }

    private long offsetOf(Upload upload) throws IOException {
        return staging.size(upload.stagingKey()).orElseThrow(() -> notFound(upload.stagingKey()));
    }

    private static void requireOffset(long standing, long asked) {
        if (standing != asked) {
            throw new ProblemException(FileProblem.OFFSET_MISMATCH, "the upload stands at " + standing)
                    .with("offset", standing);
        }
    }

    static ProblemException notFound(String id) {
        return new ProblemException(FileProblem.UPLOAD_NOT_FOUND, "there is no upload " + id);
    }

    private static ProblemException takenOver() {
        return new ProblemException(FileProblem.UPLOAD_TAKEN_OVER, "ask for the offset and go on from there");
    }
}
