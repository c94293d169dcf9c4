package dev.parley.file.upload;

import java.io.IOException;
import java.time.Clock;

import org.springframework.stereotype.Service;

import dev.parley.file.FileProblem;
import dev.parley.platform.id.Ids;
import dev.parley.platform.problem.ProblemException;

/** Uploads of one person at a time: every operation is for the owner, and what others have does not exist. */
@Service
class UploadService {

    private final Uploads uploads;
    private final UploadLeases leases;
    private final UploadSteps steps;
    private final Concatenation concatenation;
    private final Clock clock;

    UploadService(Uploads uploads, UploadLeases leases, UploadSteps steps,
            Concatenation concatenation, Clock clock) {
        this.uploads = uploads;
        this.leases = leases;
        this.steps = steps;
        this.concatenation = concatenation;
        this.clock = clock;
    }

    /** How far an upload has come. Ends a request that is still writing to it, since its sender has come back. */
    UploadStanding standing(String id, long ownerId) throws IOException {
        Upload upload = own(id, ownerId);
        if (upload.settled()) {
            return new UploadStanding(upload, upload.length());
        }
        if (upload.parts().isPresent()) {
            return concatenation.assemble(upload);
        }
        try (UploadLeases.Lease lease = leases.take(upload.id())) {
            Upload current = steps.current(upload.id(), lease);
            // Its node may have died between the last byte and the transaction.
            return steps.finishIfComplete(current, lease, steps.offset(current, lease));
        } catch (UploadLeases.LeaseLostException lost) {
            throw takenOver();
        }
    }

    /** Appends bytes where the upload stands. */
    UploadStanding append(String id, long ownerId, UploadPiece piece) throws IOException {
        Upload upload = own(id, ownerId);
        if (upload.parts().isPresent()) {
            throw new ProblemException(FileProblem.UPLOAD_IS_FINAL, "its bytes are those of its parts");
        }
        try (UploadLeases.Lease lease = leases.take(upload.id())) {
            return steps.append(steps.current(upload.id(), lease), lease, piece);
        } catch (UploadLeases.LeaseLostException lost) {
            throw takenOver();
        }
    }

    /** Ends an upload. The file of a finished one stays in the drive, and so does a final one that has these bytes. */
    void terminate(String id, long ownerId) throws IOException {
        Upload upload = own(id, ownerId);
        try (UploadLeases.Lease lease = leases.take(upload.id())) {
            // A partial one that is used stays: it is needed to answer the creation of the final one again.
            steps.discard(upload, lease);
        } catch (UploadLeases.LeaseLostException lost) {
            throw takenOver();
        }
    }

    private Upload own(String id, long ownerId) {
        Upload upload = Ids.parse(id).flatMap(uploads::find).filter(u -> u.ownerId() == ownerId)
                .orElseThrow(() -> notFound(id));
        if (!upload.finished() && !clock.instant().isBefore(upload.expiresAt())) {
            throw new ProblemException(FileProblem.UPLOAD_EXPIRED, "the upload was open until " + upload.expiresAt());
        }
        return upload;
    }

    static ProblemException notFound(long id) {
        return notFound(Ids.format(id));
    }

    static ProblemException notFound(String id) {
        return new ProblemException(FileProblem.UPLOAD_NOT_FOUND, "there is no upload " + id);
    }

    static ProblemException takenOver() {
        return new ProblemException(FileProblem.UPLOAD_TAKEN_OVER, "ask for the offset and go on from there");
    }
}
