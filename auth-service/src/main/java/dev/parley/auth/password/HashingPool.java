package dev.parley.auth.password;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Runs hashes on threads of their own, first come first served.
 *
 * <p>Requests live on virtual threads, whose few carrier threads a hash would hold for tens of milliseconds: a flood of
 * logins would stop every other request. Here it only makes logins wait, and only until the deadline.
 */
final class HashingPool implements AutoCloseable {

    private final Semaphore turns;
    private final Duration deadline;
    private final ExecutorService threads;

    HashingPool(int concurrency, Duration deadline) {
        this.turns = new Semaphore(concurrency, true);
        this.deadline = deadline;
        this.threads = Executors.newFixedThreadPool(concurrency,
                Thread.ofPlatform().daemon().name("password-hash-", 0).factory());
    }

    /** The result, or empty if the work did not get its turn before the deadline. Once begun, work is always finished. */
    <T> Optional<T> run(Supplier<T> work) {
        if (!awaitTurn()) {
            return Optional.empty();
        }
        CompletableFuture<T> result;
        try {
            result = CompletableFuture.supplyAsync(work, threads);
        } catch (RuntimeException e) {
            turns.release();
            throw e;
        }
        try {
            // The turn ends with the work, not with the caller, who may have gone away by then.
            return Optional.of(result.whenComplete((value, error) -> turns.release()).join());
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** How many wait for their turn at this moment. */
    int waiting() {
        return turns.getQueueLength();
    }

    private boolean awaitTurn() {
        try {
            return turns.tryAcquire(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
