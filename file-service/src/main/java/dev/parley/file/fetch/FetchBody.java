package dev.parley.file.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.parley.platform.id.Ids;

/** The body of an answer on its way into a staged file: no more than is allowed, not for longer, not more slowly, and not faster. */
final class FetchBody {

    private static final Logger LOG = LoggerFactory.getLogger(FetchBody.class);
    private static final int PIECE = 64 * 1024;
    private static final long LONGEST_SLEEP = TimeUnit.MILLISECONDS.toNanos(200);

    private final Transfer transfer;
    private final FetchSettings settings;
    private final TokenBucket jobRate;
    private final TokenBucket nodeRate;

    /** For all answers of one attempt; the second rate is that of all attempts of the node. */
    FetchBody(Transfer transfer, FetchSettings settings, TokenBucket nodeRate) {
        this.transfer = transfer;
        this.settings = settings;
        this.jobRate = new TokenBucket(settings.jobRate().toBytes(), System::nanoTime);
        this.nodeRate = nodeRate;
    }

    /** Insists that a content of this size may be fetched, and that there is time left for it. */
    void requireAllowed(long size) throws FetchFailedException {
        if (size > settings.maxSize().toBytes()) {
            throw new FetchFailedException(Trouble.TOO_LARGE,
                    "it has more than " + settings.maxSize().toBytes() + " bytes");
        }
        if (transfer.ran().compareTo(settings.timeLimit()) > 0) {
            throw new FetchFailedException(Trouble.TIME_LIMIT, "it took too long");
        }
    }

    /**
     * Writes the body to where the transfer stands; when this returns the content is whole, and survives a crash.
     *
     * @throws IOException when bytes cannot be kept; whatever the server does is a {@link FetchFailedException}
     */
    void copy(ServerAnswer answer, SourceContent content, FileChannel file)
            throws IOException, FetchFailedException, StopSignal.StoppedException {
        Pace pace = new Pace(settings.minSpeed().toBytes(), settings.stallTimeout());
        byte[] piece = new byte[PIECE];
        InputStream body = open(answer);
        while (true) {
            transfer.signal().check();
            long before = System.nanoTime();
            int length = read(body, piece);
            if (length < 0) {
                break;
            }
            if (!pace.add(length, System.nanoTime() - before)) {
                throw tooSlow();
            }
            long position = transfer.received();
            requireAllowed(position + length);
            if (position + length > content.size().orElse(Long.MAX_VALUE)) {
                throw new FetchFailedException(Trouble.BAD_ANSWER, "the server sends more than it announced");
            }
            transfer.fence().check();
            write(file, ByteBuffer.wrap(piece, 0, length), position);
            transfer.reached(position + length);
            holdBack(length);
        }
        file.force(false);
        requireWhole(answer, content);
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

    private static InputStream open(ServerAnswer answer) throws FetchFailedException {
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
            LOG.debug("fetch {} broke off", Ids.format(transfer.claim().id()), broken);
            throw brokenOff();
        }
    }

    private static void write(FileChannel file, ByteBuffer piece, long position) throws IOException {
        long at = position;
        while (piece.hasRemaining()) {
            at += file.write(piece, at);
        }
    }

    private void holdBack(int length) throws StopSignal.StoppedException {
        long until = System.nanoTime() + Math.max(jobRate.take(length), nodeRate.take(length));
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

    private static FetchFailedException brokenOff() {
        return new FetchFailedException(Trouble.BROKEN_OFF, "the connection broke");
    }

    private static FetchFailedException tooSlow() {
        return new FetchFailedException(Trouble.TOO_SLOW, "the server sends too slowly");
    }
}
