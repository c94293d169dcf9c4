package dev.parley.chat.search;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import net.javacrumbs.shedlock.spring.annotation.SchedulerLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

import dev.parley.chat.message.TextChange;
import dev.parley.chat.message.TextChanges;
import dev.parley.chat.settings.ChatSettings;

/**
 * Indexes what was written, behind the messages and never in their way. Where it stands is in the store: what is written while no
 * node indexes is indexed later, and what was there before search was is indexed too.
 */
@Component
class SearchIndexer {

    static final int MOST_TERMS = 1000;

    private static final Logger log = LoggerFactory.getLogger(SearchIndexer.class);
    private static final int CHANNELS = 100;
    private static final int ENTRIES = 100;

    private final SearchClaims claims;
    private final SearchTerms terms;
    private final BlindIndex index;
    private final IndexKey key;
    private final TextChanges texts;
    private final boolean enabled;
    private final Counter indexed;
    private final AtomicBoolean working = new AtomicBoolean();

    SearchIndexer(SearchClaims claims, SearchTerms terms, BlindIndex index, IndexKey key, TextChanges texts,
            ChatSettings settings, MeterRegistry metrics) {
        this.claims = claims;
        this.terms = terms;
        this.index = index;
        this.key = key;
        this.texts = texts;
        this.enabled = settings.search().enabled();
        this.indexed = metrics.counter("parley.chat.search.indexed");
    }

    /** At the start, and every now and then, in case that another node has changed the key. */
    @Scheduled(initialDelay = 0, fixedRate = 60_000)
    @SchedulerLock(name = "search-key", lockAtMostFor = "PT10M", lockAtLeastFor = "PT0S")
    void takeOver() {
        if (enabled) {
            whenStoreAnswers(key::takeOver);
        }
    }

    @Scheduled(fixedRateString = "${parley.chat.search.interval:1s}")
    void indexWhatIsDue() {
        if (enabled && working.compareAndSet(false, true)) {
            try {
                whenStoreAnswers(this::indexAll);
            } finally {
                working.set(false);
            }
        }
    }

    private static void whenStoreAnswers(Runnable work) {
        try {
            work.run();
        } catch (DataAccessException | TransactionException e) {
            log.debug("the store is away; search is made up for later", e);
        }
    }

    /** Goes round all channels with something to do, a piece of each in turn, so that a long one holds up none. */
    private void indexAll() {
        boolean more = true;
        while (more) {
            more = false;
            List<Long> due = claims.due(0, CHANNELS);
            while (!due.isEmpty()) {
                for (long channelId : due) {
                    more |= indexSome(channelId);
                }
                due = claims.due(due.getLast(), CHANNELS);
            }
        }
    }

    /** Indexes a piece of a channel; true when there was something to do, and it was ours. */
    boolean indexSome(long channelId) {
        boolean[] worked = new boolean[1];
        claims.alone(channelId, progress -> {
            if (progress.indexed() < progress.last() && key.isUsable()) {
                long after = Math.max(progress.indexed(), progress.first() - 1);
                long upTo = Math.min(progress.last(), after + ENTRIES);
                index(progress, texts.range(channelId, after, upTo));
                claims.indexed(channelId, upTo);
                worked[0] = true;
            }
        });
        return worked[0];
    }

    private void index(SearchClaims.Progress progress, List<TextChange> changes) {
        long channelId = progress.channelId();
        Map<Long, List<Long>> added = new HashMap<>();
        Set<Long> outdated = new HashSet<>();
        for (TextChange change : changes) {
            if (change.of() >= progress.first()) {
                outdated.add(change.of());
                added.put(change.of(), change.text()
                        .map(text -> index.terms(channelId, Words.of(text).terms(MOST_TERMS)))
                        .orElse(List.of()));
            }
        }
        outdated.removeIf(version -> version > progress.indexed()); // these have no terms yet
        terms.remove(channelId, outdated);
        terms.add(channelId, added);
        indexed.increment(changes.size());
    }
}
