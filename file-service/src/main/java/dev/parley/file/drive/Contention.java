package dev.parley.file.drive;

import java.util.concurrent.ThreadLocalRandom;

import org.springframework.dao.PessimisticLockingFailureException;

/**
 * Repeats a transaction that lost against another one. Two files that get the same name at once wait for each other's index entries, and
 * MariaDB ends one of them as a deadlock; it is meant to be tried again.
 */
public final class Contention {

    private static final int ATTEMPTS = 10;
    private static final int LONGEST_PAUSE_MILLIS = 20;

    private Contention() {}

    /** Runs a whole transaction, again if it lost; must not be called within one. */
    public static void retry(Runnable transaction) {
        for (int attempt = 1;; attempt++) {
            try {
                transaction.run();
                return;
            } catch (PessimisticLockingFailureException lost) {
                if (attempt == ATTEMPTS) {
                    throw lost;
                }
                pause(attempt);
            }
        }
    }

    private static void pause(int attempt) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(1, LONGEST_PAUSE_MILLIS * attempt));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
