package dev.parley.file.upload;

import java.io.IOException;
import java.time.Clock;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

import dev.parley.file.drive.Contention;
import dev.parley.file.drive.Folders;
import dev.parley.file.staging.StagingArea;
import dev.parley.platform.id.Ids;

/** Opens uploads, with their first bytes where these come along. */
@Service
class UploadCreation {

    private final Uploads uploads;
    private final UploadLeases leases;
    private final StagingArea staging;
    private final UploadSteps steps;
    private final Folders folders;
    private final UploadSettings settings;
    private final Clock clock;

    UploadCreation(Uploads uploads, UploadLeases leases, StagingArea staging, UploadSteps steps,
            Folders folders, UploadSettings settings, Clock clock) {
        this.uploads = uploads;
        this.leases = leases;
        this.staging = staging;
        this.steps = steps;
        this.folders = folders;
        this.settings = settings;
        this.clock = clock;
    }

    /** An upload that is to be opened: of this length, if that is known, and a partial one or a file by itself. */
    record NewUpload(long ownerId, OptionalLong length, UploadMetadata metadata, boolean partial) {}

    /** Told the address of an upload as soon as it is open, before any of its bytes is read. */
    @FunctionalInterface
    interface OpenedListener {
        void opened(Upload upload);
    }

    /** Opens an upload and appends the body, if there is one; an empty one is finished at once. */
    UploadStanding create(NewUpload request, @Nullable UploadPiece firstPiece, OpenedListener listener)
            throws IOException {
        Upload upload = new Upload(Ids.next(), request.ownerId(), request.length().orElse(Upload.UNKNOWN),
                request.metadata().header(), request.metadata().description(), request.metadata().folderId(),
                request.partial() ? UploadConcat.PARTIAL : null, 0, Upload.UNKNOWN, false,
                clock.instant().plus(settings.expiresAfter()));
        folders.require(upload.ownerId(), upload.folderId());
        try (UploadLeases.Lease lease = leases.takeNew(upload.id())) {
            open(upload);
            listener.opened(upload);
            return firstPiece == null
                    ? steps.finishIfComplete(upload, lease, 0)
                    : steps.append(upload, lease, firstPiece);
        } catch (UploadLeases.LeaseLostException lost) {
            throw UploadService.takenOver();
        }
    }

    private void open(Upload upload) throws IOException {
        staging.create(upload.stagingKey());
        try {
            Contention.retry(() -> uploads.add(upload));
        } catch (RuntimeException refused) {
            staging.delete(upload.stagingKey());
            throw refused;
        }
    }
}
