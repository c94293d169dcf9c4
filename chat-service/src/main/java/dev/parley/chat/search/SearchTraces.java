package dev.parley.chat.search;

import org.springframework.stereotype.Component;

import dev.parley.chat.message.Traces;

/** Removes terms. Waits for who is indexing the channel: whoever comes later finds no messages to index. */
@Component
class SearchTraces implements Traces {

    private final SearchClaims claims;
    private final SearchTerms terms;

    SearchTraces(SearchClaims claims, SearchTerms terms) {
        this.claims = claims;
        this.terms = terms;
    }

    @Override
    public int removeSome(long channelId, long below, int limit) {
        return claims.afterOthers(channelId, () -> terms.removeBelow(channelId, below, limit));
    }
}
