package dev.parley.file.fetch;

import java.util.List;

import net.javacrumbs.shedlock.spring.annotation.SchedulerLock;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import dev.parley.file.account.AccountPart;
import dev.parley.file.content.StagedBytesReleased;

/** Removes jobs: those of a person whose account is deleted, and those that ended long ago. A node that works on one notices that it is gone. */
@Component
class FetchRemoval implements AccountPart {

    private static final int BATCH = 100;

    private final Fetches fetches;
    private final FetchTransactions transactions;
    private final FetchSettings settings;
    private final ApplicationEventPublisher events;

    FetchRemoval(Fetches fetches, FetchTransactions transactions, FetchSettings settings,
            ApplicationEventPublisher events) {
        this.fetches = fetches;
        this.transactions = transactions;
        this.settings = settings;
        this.events = events;
    }

    @Override
    public int removeSome(long userId, int limit) {
        return transactions.of(userId, () -> {
            List<FetchJob> some = fetches.lockSome(userId, limit);
            some.forEach(this::remove);
            if (some.isEmpty()) {
                fetches.removeOwner(userId);
            }
            return some.size();
        });
    }

    /** Forgets one job, within a transaction about its owner; staged bytes that it still had go too. */
    void remove(FetchJob job) {
        fetches.remove(job.id());
        job.staged().ifPresent(key -> events.publishEvent(new StagedBytesReleased(key)));
    }

    @SchedulerLock(name = "ended-fetches", lockAtMostFor = "PT10M")
    @Scheduled(fixedDelayString = "PT10M", initialDelayString = "PT1M")
    void forgetEnded() {
        List<FetchJob> some = fetches.endedBefore(settings.keepEnded(), BATCH);
        while (!some.isEmpty()) {
            for (FetchJob job : some) {
                transactions.of(job.ownerId(), () -> {
                    // It may have been resumed meanwhile.
                    fetches.find(job.id()).filter(now -> now.state().ended()).ifPresent(this::remove);
                    return true;
                });
            }
            some = fetches.endedBefore(settings.keepEnded(), BATCH);
        }
    }
}
