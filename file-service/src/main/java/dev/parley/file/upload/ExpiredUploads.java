package dev.parley.file.upload;

import java.io.IOException;
import java.util.OptionalLong;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

import dev.parley.file.staging.StagingArea;
import dev.parley.platform.problem.ProblemException;

/** Uploads whose time is over. What is complete and was never asked about becomes a file after all, everything else goes. */
@Service
class ExpiredUploads {

    private static final Logger LOG = LoggerFactory.getLogger(ExpiredUploads.class);

    private final Uploads uploads;
    private final UploadLeases leases;
    private final StagingArea staging;
    private final UploadSteps steps;
    private final Concatenation concatenation;

    ExpiredUploads(Uploads uploads, UploadLeases leases, StagingArea staging, UploadSteps steps,
            Concatenation concatenation) {
        this.uploads = uploads;
        this.leases = leases;
        this.staging = staging;
        this.steps = steps;
        this.concatenation = concatenation;
    }

    /** Removes some of them. */
    void remove(int limit) {
        for (Upload upload : uploads.expired(limit)) {
            try {
                remove(upload);
            } catch (IOException | RuntimeException failed) {
                LOG.warn("upload {} is expired and cannot be removed for now", upload.stagingKey(), failed);
            }
        }
    }

    private void remove(Upload upload) throws IOException {
        if (upload.usedBy() != 0) {
            removeUsed(upload);
            return;
        }
        try {
            finish(upload);
        } catch (ProblemException refused) {
            LOG.info("upload {} is complete and is given up: {}", upload.stagingKey(), refused.getMessage());
        }
        try (UploadLeases.Lease lease = leases.take(upload.id())) {
            steps.discard(upload, lease);
        }
    }

    /** The parts of a final upload expire after it. While that still needs them, for whatever reason, they stay. */
    private void removeUsed(Upload part) throws IOException {
        if (uploads.find(part.usedBy()).filter(user -> !user.finished()).isEmpty()) {
            staging.delete(part.stagingKey());
            uploads.removeUsed(part.id());
        }
    }

    private void finish(Upload upload) throws IOException {
        if (upload.finished()) {
            return;
        }
        if (upload.parts().isPresent()) {
            concatenation.assemble(upload);
            return;
        }
        try (UploadLeases.Lease lease = leases.take(upload.id())) {
            Upload current = steps.current(upload.id(), lease);
            OptionalLong size = staging.size(current.stagingKey());
            if (size.isPresent()) {
                steps.finishIfComplete(current, lease, size.getAsLong());
            }
        }
    }
}
