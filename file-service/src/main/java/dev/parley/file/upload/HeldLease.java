package dev.parley.file.upload;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/** The lease of one request, as {@link SharedUploadLeases} gives it. */
final class HeldLease implements UploadLeases.Lease {

    /** A request that is being sent ends at its next piece, politely; only one that waits has to be told. */
    private static final Duration POLITENESS = Duration.ofMillis(100);

    private final UploadClaim claim;
    private final long number;
    private final Consumer<HeldLease> whenClosed;
    private @Nullable Runnable whenLost;
    private boolean lost;
    private boolean closed;

    HeldLease(UploadClaim claim, long number, Consumer<HeldLease> whenClosed) {
        this.claim = claim;
        this.number = number;
        this.whenClosed = whenClosed;
    }

    UploadClaim claim() {
        return claim;
    }

    long number() {
        return number;
    }

    @Override
    public <T> T whileHeld(UploadLeases.Step<T> step) throws IOException {
        return claim.whileHeld(number, step);
    }

    @Override
    public synchronized void whenLost(Runnable action) {
        whenLost = action;
        if (lost) {
            tellSoon(action);
        }
    }

    /** A newer request has the lease. */
    synchronized void lose() {
        Runnable action = whenLost;
        if (!lost && action != null) {
            tellSoon(action);
        }
        lost = true;
    }

    private void tellSoon(Runnable action) {
        Thread.startVirtualThread(() -> {
            try {
                Thread.sleep(POLITENESS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            synchronized (this) {
                if (!closed) {
                    action.run();
                }
            }
        });
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true; // from here on the connection may be another request's
        }
        whenClosed.accept(this);
    }
}
