package dev.parley.file.upload;

import java.io.IOException;
import java.util.List;

import org.springframework.stereotype.Component;

import dev.parley.file.FileProblem;
import dev.parley.file.drive.Contention;
import dev.parley.file.staging.StagingArea;
import dev.parley.platform.id.Ids;
import dev.parley.platform.problem.ProblemException;

/** What is done to an upload by whoever holds its lease. */
@Component
class UploadSteps {

    private final Uploads uploads;
    private final StagingArea staging;
    private final UploadWriter writer;
    private final ChecksummedAppend checksummed;
    private final UploadCompletion completion;
    private final UploadOffsets offsets;
    private final UploadSettings settings;

    UploadSteps(Uploads uploads, StagingArea staging, UploadWriter writer, ChecksummedAppend checksummed,
            UploadCompletion completion, UploadOffsets offsets, UploadSettings settings) {
        this.uploads = uploads;
        this.staging = staging;
        this.writer = writer;
        this.checksummed = checksummed;
        this.completion = completion;
        this.offsets = offsets;
        this.settings = settings;
    }

    /** An upload as it is now that nobody else can change it; bytes that were never verified are gone. */
    Upload current(long id, UploadLeases.Lease lease) throws IOException {
        return lease.whileHeld(() -> {
            Upload upload = uploads.find(id).orElseThrow(() -> UploadService.notFound(id));
            if (!upload.settled() && upload.unverifiedFrom() != Upload.UNKNOWN) {
                staging.truncate(upload.stagingKey(), upload.unverifiedFrom());
                uploads.clearUnverified(id);
            }
            return upload;
        });
    }

    /** How many bytes are here. */
    long offset(Upload upload, UploadLeases.Lease lease) throws IOException {
        if (upload.settled()) {
            return upload.length();
        }
        return lease.whileHeld(() -> staging.size(upload.stagingKey())
                .orElseThrow(() -> UploadService.notFound(upload.id())));
    }

    /** Appends bytes; those that arrive before the connection breaks are kept, unless they come with a checksum. */
    UploadStanding append(Upload upload, UploadLeases.Lease lease, UploadPiece piece) throws IOException {
        long standing = offset(upload, lease);
        if (standing != piece.offset()) {
            throw new ProblemException(FileProblem.OFFSET_MISMATCH, "the upload stands at " + standing)
                    .with("offset", standing);
        }
        if (upload.settled()) {
            return new UploadStanding(upload, standing);
        }
        Upload sized = declare(upload, piece);
        if (!sized.lengthKnown()) {
            uploads.reserve(sized, standing + piece.bodyLength().orElse(0));
        }
        Upload bounded = sized.lengthKnown() ? sized : sized.withLength(settings.maxSize().toBytes());
        long reached = write(bounded, lease, piece);
        if (!sized.lengthKnown()) {
            uploads.noteArrived(sized, reached);
        }
        if (!sized.complete(reached) || sized.partial()) {
            offsets.remember(sized, reached);
        }
        return finishIfComplete(sized, lease, reached);
    }

    private long write(Upload upload, UploadLeases.Lease lease, UploadPiece piece) throws IOException {
        lease.whenLost(piece.interruption());
        try {
            return piece.checksum().isPresent()
                    ? checksummed.append(upload, lease, piece.offset(), piece.body(), piece.bodyLength(),
                            piece.checksum().get())
                    : writer.append(upload, lease, piece.offset(), piece.body(), piece.bodyLength());
        } catch (ProblemException broken) {
            lease.whileHeld(() -> broken); // when it was lost, that is why the body ended
            throw broken;
        }
    }

    /** Makes the file of an upload whose bytes are all here. Partial uploads wait for the final one. */
    UploadStanding finishIfComplete(Upload upload, UploadLeases.Lease lease, long offset) throws IOException {
        if (upload.complete(offset) && !upload.partial() && !upload.settled()) {
            lease.whileHeld(() -> {
                Contention.retry(() -> completion.complete(upload));
                return upload;
            });
        }
        return new UploadStanding(upload, offset);
    }

    /** Removes an upload. Its bytes go only if it was open until now: those of a finished one belong to a content. */
    void discard(Upload upload, UploadLeases.Lease lease) throws IOException {
        lease.whileHeld(() -> {
            if (!uploads.removeOpen(upload.id())) {
                return uploads.removeFinished(upload.id());
            }
            staging.delete(upload.stagingKey());
            for (long part : upload.parts().map(UploadConcat::parts).orElse(List.of())) {
                staging.delete(Ids.format(part));
                uploads.removeUsed(part);
            }
            return true;
        });
    }

    private Upload declare(Upload upload, UploadPiece piece) {
        if (piece.declaredLength().isEmpty()) {
            return upload;
        }
        long length = piece.declaredLength().getAsLong();
        if (length < piece.offset()) {
            throw new ProblemException(FileProblem.TUS_HEADER, "Upload-Length must not be below Upload-Offset");
        }
        if (upload.lengthKnown() ? upload.length() != length : !uploads.declareLength(upload, length)) {
            throw new ProblemException(FileProblem.TUS_HEADER, "Upload-Length must not change once it is known");
        }
        return upload.withLength(length);
    }
}
