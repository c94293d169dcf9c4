package dev.parley.file.fetch;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.parley.platform.id.Ids;

/**
 * A job as its owner sees it in the API and in events.
 *
 * @param id its id
 * @param url what is fetched
 * @param name the name that the file will have, as far as it is known
 * @param folderId where it will be, missing for the root
 * @param state queued, running, paused, waiting, done, failed or cancelled
 * @param received how many bytes are here
 * @param size how many there will be, once that is known
 * @param bytesPerSecond how fast it runs
 * @param attempts how often it was begun
 * @param error why it did not get on the last time
 * @param nextAttemptAt when it is tried again
 * @param fileId the file, once it is in the drive
 * @param createdAt when it was asked for
 */
record FetchView(String id, String url, String name, @Nullable String folderId, String state, long received,
        @Nullable Long size, @Nullable Long bytesPerSecond, int attempts, @Nullable Problem error,
        @Nullable Instant nextAttemptAt, @Nullable String fileId, Instant createdAt) {

    /** Why a job did not get on. */
    record Problem(String code, String detail) {}

    static FetchView of(FetchJob job) {
        String code = job.error();
        String detail = job.errorDetail();
        Long file = job.fileId();
        return new FetchView(Ids.format(job.id()), job.url(), job.name(),
                job.folderId() == 0 ? null : Ids.format(job.folderId()), job.state().word(), job.received(), job.size(),
                job.speed(), job.attempts(), code == null || detail == null ? null : new Problem(code, detail),
                job.state() == FetchState.WAITING ? job.dueAt() : null, file == null ? null : Ids.format(file),
                job.createdAt());
    }
}
