package dev.parley.file.fetch;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

import dev.parley.file.FileProblem;
import dev.parley.file.content.StagedBytesReleased;
import dev.parley.platform.id.Ids;
import dev.parley.platform.problem.ProblemException;

/** Works on one job at a time in the calling thread: an attempt, the signs of life beside it, and what becomes of its outcome. */
final class FetchNode {

    private static final Logger LOG = LoggerFactory.getLogger(FetchNode.class);
    private static final Duration BEAT = Duration.ofSeconds(1);
    /** What a content of unknown size may bring before the quota is looked at again. */
    private static final long UNCLAIMED = 16L * 1024 * 1024;

    private final FetchAttempt.Parts parts;
    private final FetchLeases leases;
    private final FetchTransactions transactions;
    private final FetchNews news;
    private final ApplicationEventPublisher events;
    private final MeterRegistry meters;

    FetchNode(FetchAttempt.Parts parts, FetchLeases leases, FetchTransactions transactions, FetchNews news,
            ApplicationEventPublisher events, MeterRegistry meters) {
        this.parts = parts;
        this.leases = leases;
        this.transactions = transactions;
        this.news = news;
        this.events = events;
        this.meters = meters;
    }

    /** Returns when the attempt has ended in some way. */
    void work(Transfer transfer) {
        if (transfer.claim().takenOver()) {
            count("taken-over");
        }
        news.tell(transfer.claim().id());
        CountDownLatch ended = new CountDownLatch(1);
        Thread pulse = Thread.ofVirtual().name("fetch-pulse").start(() -> pulse(transfer, ended));
        try {
            FetchFailedException failure = attempt(transfer);
            if (failure == null) {
                count("done");
            } else {
                settle(transfer, failure);
            }
        } catch (StopSignal.StoppedException stopped) {
            stopped(transfer, stopped.reason());
        } catch (DataAccessException | TransactionException storeAway) {
            // Its lease runs out, and then it is taken again, by whoever has the store.
            LOG.warn("fetch {} is left to its lease: {}", Ids.format(transfer.claim().id()), storeAway.toString());
        } finally {
            ended.countDown();
            pulse.interrupt();
        }
    }

    private @Nullable FetchFailedException attempt(Transfer transfer)
            throws StopSignal.StoppedException {
        try {
            new FetchAttempt(transfer, parts).run();
            return null;
        } catch (FetchFailedException failure) {
            return failure;
        } catch (ProblemException refused) {
            if (refused.type() == FileProblem.QUOTA_EXCEEDED) {
                return quotaExceeded();
            }
            throw new StopSignal.StoppedException(StopSignal.Reason.LEASE_LOST); // the account is deleted
        } catch (DataAccessException | TransactionException storeAway) {
            throw storeAway;
        } catch (RuntimeException defect) {
            LOG.error("fetch {} failed", Ids.format(transfer.claim().id()), defect);
            return new FetchFailedException(Trouble.INTERNAL_ERROR, "something went wrong on our side");
        }
    }

    private void settle(Transfer transfer, FetchFailedException failure) {
        FetchLeases.Claim claim = transfer.claim();
        int failures = transfer.failures();
        boolean again = failure.trouble().passing() && failures < parts.settings().attempts();
        boolean settled = transactions.of(claim.ownerId(), () -> {
            boolean held = again
                    ? leases.postpone(claim, failure, failures, pause(failure, failures), transfer.received(),
                            transfer.ran())
                    : leases.fail(claim, failure, transfer.received(), transfer.ran());
            if (held && !again && !failure.trouble().passing()) {
                leases.takeStaged(claim.id()).ifPresent(key -> events.publishEvent(new StagedBytesReleased(key)));
            }
            leases.admitNext(claim.ownerId());
            news.tell(claim.id());
            return held;
        });
        if (settled) {
            count(again ? "postponed" : "failed");
            LOG.info("fetch {} {}: {}, {}", Ids.format(claim.id()), again ? "is tried again" : "is given up",
                    failure.trouble().code(), failure.detail());
        }
    }

    private void stopped(Transfer transfer, StopSignal.Reason reason) {
        FetchLeases.Claim claim = transfer.claim();
        switch (reason) {
            case LEASE_LOST -> count("stopped");
            case QUOTA -> settle(transfer, quotaExceeded());
            case SHUTDOWN -> {
                leases.giveBack(claim, transfer.received(), transfer.ran());
                count("given-back");
            }
        }
    }

    /** Grows with each failure; different for each job, so that those that failed together do not come back together. */
    private Duration pause(FetchFailedException failure, int failures) {
        long first = parts.settings().firstRetry().toMillis();
        long longest = parts.settings().longestRetry().toMillis();
        long grown = Math.min(longest, first << Math.min(failures - 1, 20));
        long jittered = grown / 2 + ThreadLocalRandom.current().nextLong(grown / 2 + 1);
        long asked = failure.retryAfter().map(Duration::toMillis).orElse(0L);
        return Duration.ofMillis(Math.clamp(asked, jittered, longest));
    }

    private void pulse(Transfer transfer, CountDownLatch ended) {
        TransferSpeed speed = new TransferSpeed();
        Duration beat = BEAT.compareTo(parts.settings().lease().dividedBy(3)) < 0
                ? BEAT
                : parts.settings().lease().dividedBy(3);
        long roomUntil = UNCLAIMED;
        long before = transfer.received();
        try {
            while (!ended.await(beat.toMillis(), TimeUnit.MILLISECONDS)) {
                long received = transfer.received();
                beat(transfer, received, speed.add(Math.max(0, received - before), beat));
                if (received > roomUntil && lookedForRoom(transfer)) {
                    roomUntil = received + UNCLAIMED;
                }
                before = received;
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private void beat(Transfer transfer, long received, long speed) {
        long askedAt = System.nanoTime();
        try {
            if (leases.beat(transfer.claim(), received, speed, transfer.ran())) {
                transfer.fence().extend(askedAt);
                news.tell(transfer.claim().id());
            } else {
                transfer.signal().stop(StopSignal.Reason.LEASE_LOST);
            }
        } catch (DataAccessException | TransactionException storeAway) {
            if (transfer.fence().isOver()) {
                transfer.signal().stop(StopSignal.Reason.LEASE_LOST);
            }
        }
    }

    /** False when the store does not say: the signs of life go on, and with the next one it is asked again. */
    private boolean lookedForRoom(Transfer transfer) {
        try {
            parts.learning().requireRoom(transfer.claim());
            return true;
        } catch (ProblemException full) {
            transfer.signal().stop(StopSignal.Reason.QUOTA);
            return true;
        } catch (DataAccessException | TransactionException storeAway) {
            return false;
        }
    }

    private static FetchFailedException quotaExceeded() {
        return new FetchFailedException(Trouble.QUOTA_EXCEEDED, "the drive has no room for it");
    }

    private void count(String outcome) {
        meters.counter("parley.file.fetches", "outcome", outcome).increment();
    }
}
