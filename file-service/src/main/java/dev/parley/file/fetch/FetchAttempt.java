package dev.parley.file.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

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
    private static final int PIECE = 64 * 1024;
    private static final long LONGEST_SLEEP = TimeUnit.MILLISECONDS.toNanos(200);

    private final Transfer transfer;
    private final FetchLeases.Claim claim;
    private final Parts parts;
    private final TokenBucket jobRate;

    /** What all attempts of a node share. */
    record Parts(Source source, StagingArea staging, FetchLearning learning, FetchCompletion completion,
            FetchSettings settings, TokenBucket nodeRate) {}

    FetchAttempt(Transfer transfer, Parts parts) {
        this.transfer = transfer;
        this.claim = transfer.claim();
        this.parts = parts;
        this.jobRate = new TokenBucket(parts.settings().jobRate().toBytes(), System::nanoTime);
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
        requireRoom(content.size().orElse(0));
        transfer.beginAt(content.offset());
        String name = claim.nameGiven()
                ? claim.name()
                : content.name().or(() -> SourceName.ofUrl(answer.url())).orElse(SourceName.DEFAULT);
        String key = content.offset() > 0 ? Objects.requireNonNull(claim.stagingKey()) : newStagedFile();
        parts.learning().learn(claim, key, content, name);
        try (FileChannel file = openStaged(key)) {
            copy(answer, content, file);
            force(file);
        } catch (IOException unclosed) {
            throw storageFull(unclosed);
        }
        requireWhole(answer, content);
        finish(key, transfer.received(), name, content.mediaType());
    }

    private void copy(ServerAnswer answer, SourceContent content, FileChannel file)
            throws FetchFailedException, StopSignal.StoppedException {
        Pace pace = new Pace(parts.settings().minSpeed().toBytes(), parts.settings().stallTimeout());
        byte[] piece = new byte[PIECE];
        InputStream body = body(answer);
        while (true) {
            transfer.signal().check();
            long before = System.nanoTime();
            int length = read(body, piece);
            if (length < 0) {
                return;
            }
            if (!pace.add(length, System.nanoTime() - before)) {
                throw tooSlow();
            }
            long position = transfer.received();
            requireRoom(position + length);
            if (position + length > content.size().orElse(Long.MAX_VALUE)) {
                throw new FetchFailedException(Trouble.BAD_ANSWER, "the server sends more than it announced");
            }
            transfer.fence().check();
            write(file, ByteBuffer.wrap(piece, 0, length), position);
            transfer.reached(position + length);
            holdBack(length);
        }
    }

    private void requireRoom(long size) throws FetchFailedException {
        if (size > parts.settings().maxSize().toBytes()) {
            throw new FetchFailedException(Trouble.TOO_LARGE,
                    "it has more than " + parts.settings().maxSize().toBytes() + " bytes");
        }
        if (transfer.ran().compareTo(parts.settings().timeLimit()) > 0) {
            throw new FetchFailedException(Trouble.TIME_LIMIT, "it took too long");
        }
    }

    /** A connection that ends looks like the end of a content whose length was not announced; nothing at all is no content. */
    private void requireWhole(ServerAnswer answer, SourceContent content) throws FetchFailedException {
        long received = transfer.received();
        boolean early = received < content.size().orElse(received);
        boolean nothing = received == 0 && content.size().isEmpty() && answer.header("Transfer-Encoding").isEmpty();
        if (early || nothing) {
            throw brokenOff();
        }
    }

    private void finish(String key, long size, String name, String mediaType)
            throws FetchFailedException, StopSignal.StoppedException {
        transfer.signal().check();
        transfer.fence().check();
        parts.completion().complete(claim, key, size, name, mediaType);
    }

    private InputStream body(ServerAnswer answer) throws FetchFailedException {
        try {
            return answer.body();
        } catch (IOException broken) {
            throw brokenOff();
        }
    }

    private int read(InputStream body, byte[] piece) throws FetchFailedException, StopSignal.StoppedException {
        try {
            return body.read(piece);
        } catch (SocketTimeoutException silent) {
            transfer.signal().check();
            throw tooSlow();
        } catch (IOException | RuntimeException broken) {
            transfer.signal().check();
            LOG.debug("fetch {} broke off", Ids.format(claim.id()), broken);
            throw brokenOff();
        }
    }

    private void holdBack(int length) throws StopSignal.StoppedException {
        long until = System.nanoTime() + Math.max(jobRate.take(length), parts.nodeRate().take(length));
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            transfer.signal().check();
            try {
                TimeUnit.NANOSECONDS.sleep(Math.min(left, LONGEST_SLEEP));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StopSignal.StoppedException(StopSignal.Reason.SHUTDOWN);
            }
        }
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

    private FileChannel openStaged(String key) throws FetchFailedException {
        try {
            return parts.staging().openForWriting(key);
        } catch (IOException gone) {
            throw storageFull(gone);
        }
    }

    private static void write(FileChannel file, ByteBuffer piece, long position) throws FetchFailedException {
        try {
            long at = position;
            while (piece.hasRemaining()) {
                at += file.write(piece, at);
            }
        } catch (IOException full) {
            throw storageFull(full);
        }
    }

    private static void force(FileChannel file) throws FetchFailedException {
        try {
            file.force(false);
        } catch (IOException full) {
            throw storageFull(full);
        }
    }

    private static FetchFailedException storageFull(IOException cause) {
        LOG.error("the staging area does not work", cause);
        return new FetchFailedException(Trouble.STORAGE_FULL, "the bytes could not be kept");
    }

    private static FetchFailedException brokenOff() {
        return new FetchFailedException(Trouble.BROKEN_OFF, "the connection broke");
    }

    private static FetchFailedException tooSlow() {
        return new FetchFailedException(Trouble.TOO_SLOW, "the server sends too slowly");
    }
}
