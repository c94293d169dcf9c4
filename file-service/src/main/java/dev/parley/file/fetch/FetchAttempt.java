package dev.parley.file.fetch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.parley.file.staging.StagingArea;
import dev.parley.platform.id.Ids;

/**
 * Brings a job as far as it will go: opens its address, stages what comes, and makes the file when all of it is here. Bytes are added to
 * staged ones only if the server says that the content is still the same one; else a new staged file is begun. So a late write of
 * a node that lost the job could only repeat bytes that are there, or go to a file that nobody knows.
 */
final class FetchAttempt {

    private static final Logger LOG = LoggerFactory.getLogger(FetchAttempt.class);

    private final Transfer transfer;
    private final FetchLeases.Claim claim;
    private final Parts parts;
    private final FetchBody body;

    /** What all attempts of a node share. */
    record Parts(Source source, StagingArea staging, FetchLearning learning, FetchCompletion completion,
            FetchSettings settings, TokenBucket nodeRate) {}

    FetchAttempt(Transfer transfer, Parts parts) {
        this.transfer = transfer;
        this.claim = transfer.claim();
        this.parts = parts;
        this.body = new FetchBody(transfer, parts.settings(), parts.nodeRate());
    }

    /** Returns when the file is in the drive. */
    void run() throws FetchFailedException, StopSignal.StoppedException {
        if (claim.takenOver() && claim.failures() >= parts.settings().attempts()) {
            throw new FetchFailedException(Trouble.NODE_LOST, "the node that worked on it went away, again and again");
        }
        long here = staged();
        transfer.beginAt(here);
        Long size = claim.size();
        String key = claim.stagingKey();
        if (key != null && size != null && size == here) {
            finish(key, here, claim.name(), claim.mediaType());
            return;
        }
        boolean resumable = claim.validator() != null && here > 0 && (size == null || here < size);
        if (!resumable || !receive(here)) {
            transfer.beginAt(0);
            if (!receive(0)) {
                throw new FetchFailedException(Trouble.BAD_ANSWER, "what the server answered contradicts itself");
            }
        }
    }

    private long staged() throws FetchFailedException {
        String key = claim.stagingKey();
        try {
            return key == null ? 0 : parts.staging().size(key).orElse(0);
        } catch (IOException unreadable) {
            throw storageFull(unreadable);
        }
    }

    /** False when the server does not go on with what is here, and must be asked for the whole. */
    private boolean receive(long offset) throws FetchFailedException, StopSignal.StoppedException {
        String validator = offset == 0 ? "" : Objects.requireNonNull(claim.validator());
        try (ServerAnswer answer = open(offset, validator)) {
            Long size = claim.size();
            Optional<SourceContent> content = answer.status() == 416
                    ? Optional.empty()
                    : SourceContent.read(answer, offset, validator,
                            size == null ? OptionalLong.empty() : OptionalLong.of(size));
            if (content.isEmpty()) {
                return false;
            }
            receive(answer, content.get());
            return true;
        }
    }

    private ServerAnswer open(long offset, String validator) throws FetchFailedException, StopSignal.StoppedException {
        try {
            return parts.source().open(FetchUrl.parse(claim.url()), offset, validator, transfer.signal());
        } catch (FetchFailedException failure) {
            if (failure.trouble() == Trouble.HOST_REFUSED && claim.stagingKey() != null) {
                throw new FetchFailedException(Trouble.HOST_LOST, failure.detail()); // it was fine before: this may pass
            }
            throw failure;
        }
    }

    private void receive(ServerAnswer answer, SourceContent content)
            throws FetchFailedException, StopSignal.StoppedException {
        body.requireAllowed(content.size().orElse(0));
        transfer.beginAt(content.offset());
        String name = claim.nameGiven()
                ? claim.name()
                : content.name().or(() -> SourceName.ofUrl(answer.url())).orElse(SourceName.DEFAULT);
        String key = content.offset() > 0 ? Objects.requireNonNull(claim.stagingKey()) : newStagedFile();
        parts.learning().learn(claim, key, content, name);
        try (FileChannel file = parts.staging().openForWriting(key)) {
            body.copy(answer, content, file);
        } catch (IOException notKept) {
            throw storageFull(notKept);
        }
        finish(key, transfer.received(), name, content.mediaType());
    }

    private void finish(String key, long size, String name, String mediaType)
            throws FetchFailedException, StopSignal.StoppedException {
        transfer.signal().check();
        transfer.fence().check();
        parts.completion().complete(claim, key, size, name, mediaType);
    }

    private String newStagedFile() throws FetchFailedException {
        String key = Ids.format(Ids.next());
        try {
            parts.staging().create(key);
            return key;
        } catch (IOException full) {
            throw storageFull(full);
        }
    }

    private static FetchFailedException storageFull(IOException cause) {
        LOG.error("the staging area does not work", cause);
        return new FetchFailedException(Trouble.STORAGE_FULL, "the bytes could not be kept");
    }
}
