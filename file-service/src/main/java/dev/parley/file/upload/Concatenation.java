package dev.parley.file.upload;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.springframework.stereotype.Service;

import dev.parley.file.FileProblem;
import dev.parley.file.drive.Folders;
import dev.parley.file.staging.StagingArea;
import dev.parley.platform.id.Ids;
import dev.parley.platform.problem.ProblemException;

/**
 * Joins partial uploads to a final one. The final upload exists, and its parts are its own, before a byte is copied; how far the joining
 * has come is the size of its staged file. So it can be cut short anywhere: whoever asks for the final upload, or for the same
 * joining again, goes on.
 */
@Service
class Concatenation {

    private final Uploads uploads;
    private final UploadLeases leases;
    private final StagingArea staging;
    private final UploadSteps steps;
    private final Folders folders;
    private final UploadSettings settings;
    private final Clock clock;

    Concatenation(Uploads uploads, UploadLeases leases, StagingArea staging, UploadSteps steps,
            Folders folders, UploadSettings settings, Clock clock) {
        this.uploads = uploads;
        this.leases = leases;
        this.staging = staging;
        this.steps = steps;
        this.folders = folders;
        this.settings = settings;
        this.clock = clock;
    }

    /** Opens the final upload of these parts; the one that was opened before when the same was asked before. */
    Upload open(long ownerId, UploadConcat concat, UploadMetadata metadata) throws IOException {
        Optional<Upload> before = sameJoining(ownerId, concat);
        if (before.isPresent()) {
            return before.get();
        }
        long length = 0;
        for (Upload part : parts(ownerId, concat)) {
            length += completeLength(part);
        }
        if (length > settings.maxSize().toBytes()) {
            throw new ProblemException(FileProblem.UPLOAD_TOO_LARGE,
                    "an upload has at most " + settings.maxSize().toBytes() + " bytes");
        }
        Upload upload = new Upload(Ids.next(), ownerId, length, metadata.header(), metadata.description(),
                metadata.folderId(), concat.header(), 0, Upload.UNKNOWN, false,
                clock.instant().plus(settings.expiresAfter()));
        folders.require(ownerId, upload.folderId());
        if (uploads.addFinal(upload, concat.parts())) {
            return upload;
        }
        return sameJoining(ownerId, concat).orElseThrow(() -> unusable("one of them was used or removed meanwhile"));
    }

    /** Does what is left to do for a final upload. */
    UploadStanding assemble(Upload upload) throws IOException {
        try (UploadLeases.Lease lease = leases.take(upload.id())) {
            Upload current = steps.current(upload.id(), lease);
            if (!current.settled()) {
                List<Upload> parts = parts(current.ownerId(), current.parts().orElseThrow());
                join(parts, current, lease);
                steps.finishIfComplete(current, lease, current.length());
                forget(parts);
            }
            return new UploadStanding(current, current.length());
        } catch (NoSuchFileException removed) {
            throw UploadService.notFound(upload.id());
        } catch (UploadLeases.LeaseLostException lost) {
            throw UploadService.takenOver();
        }
    }

    /** The parts' bytes go first: what is still open when its time is over is removed with its bytes, so nothing is left behind. */
    private void forget(List<Upload> parts) throws IOException {
        for (Upload part : parts) {
            staging.delete(part.stagingKey());
            uploads.markFinished(part.id());
        }
    }

    /** The first part's file becomes the final one's, the others are copied behind it. */
    private void join(List<Upload> parts, Upload upload, UploadLeases.Lease lease) throws IOException {
        String target = upload.stagingKey();
        lease.whileHeld(() -> {
            if (staging.size(target).isEmpty()) {
                staging.rename(parts.getFirst().stagingKey(), target);
            }
            return target;
        });
        long start = 0;
        for (Upload part : parts) {
            long from = start;
            while (lease.whileHeld(() -> staging.join(part.stagingKey(), part.length(), target, from))) {
                // One piece after the other, so that a newer request gets its turn in between.
            }
            start += part.length();
        }
    }

    /** The final upload that has just these parts in this order. */
    private Optional<Upload> sameJoining(long ownerId, UploadConcat concat) {
        List<Long> users = uploads.findAll(concat.parts()).stream().filter(part -> part.ownerId() == ownerId)
                .map(Upload::usedBy).distinct().toList();
        if (users.size() != 1 || users.getFirst() == 0) {
            return Optional.empty();
        }
        return uploads.find(users.getFirst()).filter(upload -> upload.ownerId() == ownerId
                && upload.parts().map(UploadConcat::parts).equals(Optional.of(concat.parts())));
    }

    private List<Upload> parts(long ownerId, UploadConcat concat) {
        Map<Long, Upload> found = uploads.findAll(concat.parts()).stream().filter(part -> part.ownerId() == ownerId)
                .collect(Collectors.toMap(Upload::id, Function.identity()));
        return concat.parts().stream().map(id -> {
            Upload part = found.get(id);
            if (part == null || part.usedBy() == 0 && !clock.instant().isBefore(part.expiresAt())) {
                throw UploadService.notFound(id);
            }
            return part;
        }).toList();
    }

    /** The length of a part that can be used; ends a request that is still writing to it. */
    private long completeLength(Upload part) throws IOException {
        if (!part.partial()) {
            throw unusable("upload " + part.stagingKey() + " is not a partial one");
        }
        if (part.usedBy() != 0) {
            throw unusable("upload " + part.stagingKey() + " is used already");
        }
        try (UploadLeases.Lease lease = leases.take(part.id())) {
            Upload current = steps.current(part.id(), lease);
            if (!current.complete(steps.offset(current, lease))) {
                throw unusable("upload " + part.stagingKey() + " is not complete");
            }
            return current.length();
        } catch (UploadLeases.LeaseLostException lost) {
            throw UploadService.takenOver();
        }
    }

    private static ProblemException unusable(String detail) {
        return new ProblemException(FileProblem.UPLOAD_PARTS, detail);
    }
}
