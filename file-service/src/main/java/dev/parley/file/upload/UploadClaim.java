package dev.parley.file.upload;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import dev.parley.file.staging.StagingLocks;

/** What one node knows of the lease of one upload: the newest number, and the file system's lock while it has it. */
final class UploadClaim {

    private final long uploadId;
    /** Held around each step: whoever takes the lease waits for it. */
    private final ReentrantLock steps = new ReentrantLock();
    private final Set<HeldLease> leases = new HashSet<>();
    private long newest;
    private StagingLocks.@Nullable Held lock;
    /** Requests that have the lease, had it, or wait for it; guarded by the map of claims. */
    private int users;

    UploadClaim(long uploadId) {
        this.uploadId = uploadId;
    }

    long uploadId() {
        return uploadId;
    }

    void enter() {
        users++;
    }

    /** True for the last one. */
    boolean leave() {
        return --users == 0;
    }

    /** A request of this node comes with this number. What the node has it keeps, for this request. */
    void announce(long number) {
        steps.lock();
        try {
            raise(number);
        } finally {
            steps.unlock();
        }
    }

    /** A request of any node came with this number; if it is a newer one of another node, that gets the lock. */
    void outdo(long number) {
        steps.lock();
        try {
            if (raise(number)) {
                unlock();
            }
        } finally {
            steps.unlock();
        }
    }

    /**
     * Tries to get the lock for the request of this number, unless this node has it already.
     *
     * @throws UploadLeases.LeaseLostException when a newer request came
     */
    boolean lock(long number, StagingLocks locks) throws IOException {
        steps.lock();
        try {
            requireNewest(number);
            if (lock == null) {
                lock = locks.tryLock(uploadId).orElse(null);
            }
            return lock != null;
        } finally {
            steps.unlock();
        }
    }

    <T> T whileHeld(long number, UploadLeases.Step<T> step) throws IOException {
        steps.lock();
        try {
            requireNewest(number);
            return step.run();
        } finally {
            steps.unlock();
        }
    }

    /** The request of this number needs the lock no more. */
    void release(long number) {
        steps.lock();
        try {
            if (newest == number) {
                unlock();
            }
        } finally {
            steps.unlock();
        }
    }

    boolean holds() {
        steps.lock();
        try {
            return lock != null;
        } finally {
            steps.unlock();
        }
    }

    /** The request of this number has the lease now, if it is still the newest. */
    void hold(HeldLease lease) {
        steps.lock();
        try {
            requireNewest(lease.number());
            leases.add(lease);
        } finally {
            steps.unlock();
        }
    }

    void drop(HeldLease lease) {
        steps.lock();
        try {
            leases.remove(lease);
        } finally {
            steps.unlock();
        }
    }

    private boolean raise(long number) {
        if (number <= newest) {
            return false;
        }
        newest = number;
        leases.forEach(HeldLease::lose);
        return true;
    }

    private void requireNewest(long number) {
        if (newest != number) {
            throw new UploadLeases.LeaseLostException();
        }
    }

    private void unlock() {
        if (lock != null) {
            lock.close();
            lock = null;
        }
    }
}
