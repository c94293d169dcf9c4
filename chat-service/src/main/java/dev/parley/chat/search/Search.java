package dev.parley.chat.search;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import org.springframework.stereotype.Component;

import dev.parley.chat.message.CurrentTexts;

/**
 * Finds messages by their words: first in the index, then in the texts themselves as they stand now, so that neither a number that two words
 * share nor an index that lags ever shows anything wrong.
 */
@Component
class Search {

    private static final int MOST_TERMS = 10;
    private static final int WINDOW = 1000;
    private static final int MOST_WINDOWS = 10;

    private final SearchTerms terms;
    private final BlindIndex index;
    private final CurrentTexts texts;

    Search(SearchTerms terms, BlindIndex index, CurrentTexts texts) {
        this.terms = terms;
        this.index = index;
        this.texts = texts;
    }

    /**
     * What was found.
     *
     * @param messages newest first
     * @param next below which version to go on; empty when all was looked through
     */
    record Found(List<CurrentTexts.Text> messages, OptionalLong next) {}

    /**
     * The newest messages below a version that have all the words. Looks through a bounded part of the history: there may be fewer
     * messages than the limit, even none, and still a {@code next}.
     */
    Found find(long channelId, Words wanted, long reader, long before, int limit) {
        // The rarest words tell nearly all; the texts tell the rest.
        List<Long> all = index.terms(channelId, wanted.terms(SearchIndexer.MOST_TERMS));
        List<Long> rarest = terms.rarestFirst(channelId, all, before).stream().limit(MOST_TERMS).toList();
        List<CurrentTexts.Text> found = new ArrayList<>();
        long below = before;
        for (int window = 0; window < MOST_WINDOWS; window++) {
            List<SearchTerms.Candidate> candidates = terms.candidates(channelId, rarest, below, WINDOW);
            List<Long> versions = candidates.stream().filter(SearchTerms.Candidate::hasAll)
                    .map(SearchTerms.Candidate::version).toList();
            for (int from = 0; from < versions.size(); from += limit) {
                List<Long> some = versions.subList(from, Math.min(versions.size(), from + limit));
                found.addAll(matching(channelId, wanted, reader, some));
                if (found.size() > limit) {
                    return new Found(List.copyOf(found.subList(0, limit)),
                            OptionalLong.of(found.get(limit - 1).version()));
                }
            }
            if (candidates.size() < WINDOW) {
                return new Found(List.copyOf(found), OptionalLong.empty());
            }
            below = candidates.getLast().version();
        }
        return new Found(List.copyOf(found), OptionalLong.of(below));
    }

    private List<CurrentTexts.Text> matching(long channelId, Words wanted, long reader, List<Long> versions) {
        return texts.read(channelId, reader, versions).stream()
                .filter(message -> Words.of(message.text()).answer(wanted))
                .sorted((a, b) -> Long.compare(b.version(), a.version()))
                .toList();
    }
}
