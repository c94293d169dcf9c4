package dev.parley.file.fetch;

import java.util.concurrent.atomic.AtomicReference;

import org.apache.hc.core5.concurrent.Cancellable;
import org.jspecify.annotations.Nullable;

/** Ends an attempt from outside, also while it waits for a server: the connection is closed under it. */
final class StopSignal {

    /** Why it ends. */
    enum Reason {
        /** The person paused or cancelled the job, or another node has it. */
        LEASE_LOST,
        /** This node shuts down. */
        SHUTDOWN,
        /** The drive has no room for more. */
        QUOTA
    }

    private final AtomicReference<@Nullable Reason> reason = new AtomicReference<>();
    private final AtomicReference<@Nullable Cancellable> request = new AtomicReference<>();

    /** The first reason counts. */
    void stop(Reason why) {
        reason.compareAndSet(null, why);
        Cancellable running = request.get();
        if (running != null) {
            running.cancel();
        }
    }

    /** What is to be cancelled from now on. */
    void attach(Cancellable running) throws StoppedException {
        request.set(running);
        check();
    }

    void check() throws StoppedException {
        Reason why = reason.get();
        if (why != null) {
            throw new StoppedException(why);
        }
    }

    /** The attempt was stopped from outside. */
    static final class StoppedException extends Exception {

        private static final long serialVersionUID = 1L;

        private final Reason reason;

        StoppedException(Reason reason) {
            super(reason.name(), null, false, false);
            this.reason = reason;
        }

        Reason reason() {
            return reason;
        }
    }
}
