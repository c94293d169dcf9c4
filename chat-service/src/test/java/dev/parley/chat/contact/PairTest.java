package dev.parley.chat.contact;

import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of two people, without a store. */
class PairTest {

    private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");

    private static Pair pair(ContactState mine, ContactState theirs) {
        return new Pair(relation(1, 2, mine), relation(2, 1, theirs));
    }

    private static Relation relation(long user, long other, ContactState state) {
        return new Relation(user, other, state,
                state == ContactState.NONE ? Optional.empty() : Optional.of(THEN), Optional.empty());
    }

    private static Pair swapped(Pair pair) {
        return new Pair(pair.theirs(), pair.mine());
    }

    private static void assertStates(Pair pair, ContactState mine, ContactState theirs) {
        assertThat(pair.mine().contact()).isEqualTo(mine);
        assertThat(pair.theirs().contact()).isEqualTo(theirs);
    }

    @Test
    void aRequestIsReceivedByTheOther() {
        Pair pair = pair(ContactState.NONE, ContactState.NONE).requested(NOW);

        assertStates(pair, ContactState.REQUESTED, ContactState.RECEIVED);
        assertThat(pair.mine().contactSince()).contains(NOW);
    }

    @Test
    void aRequestThatStandsKeepsItsTime() {
        Pair pair = pair(ContactState.REQUESTED, ContactState.RECEIVED);

        assertThat(pair.requested(NOW)).isEqualTo(pair);
    }

    @Test
    void twoWhoHaveBothAskedAreContacts() {
        assertStates(pair(ContactState.RECEIVED, ContactState.REQUESTED).requested(NOW), ContactState.ACCEPTED,
                ContactState.ACCEPTED);
    }

    @Test
    void aBlockEndsTheContactOnBothSidesAndShowsOnOne() {
        Pair pair = pair(ContactState.ACCEPTED, ContactState.ACCEPTED).blocked(NOW);

        assertStates(pair, ContactState.NONE, ContactState.NONE);
        assertThat(pair.mine().blockedAt()).contains(NOW);
        assertThat(pair.theirs().isEmpty()).isTrue();
    }

    @Test
    void aBlockedPersonsRequestStandsOnTheirSideOnly() {
        Pair theirView = swapped(pair(ContactState.NONE, ContactState.NONE).blocked(NOW));

        assertStates(theirView.requested(NOW), ContactState.REQUESTED, ContactState.NONE);
        assertStates(theirView.requested(NOW).requested(NOW), ContactState.REQUESTED, ContactState.NONE);
    }

    @Test
    void afterTheBlockARequestArrivesWhenItIsMadeAgain() {
        Pair blocked = pair(ContactState.NONE, ContactState.NONE).blocked(NOW);
        Pair asked = swapped(swapped(blocked).requested(NOW));

        assertStates(swapped(asked.unblocked()).requested(NOW), ContactState.REQUESTED, ContactState.RECEIVED);
    }

    @Test
    void whoAsksBackAfterABlockIsAContactOfWhoHadAsked() {
        Pair blocked = pair(ContactState.NONE, ContactState.NONE).blocked(NOW);
        Pair asked = swapped(swapped(blocked).requested(NOW));

        assertStates(asked.unblocked().requested(NOW), ContactState.ACCEPTED, ContactState.ACCEPTED);
    }

    @Test
    void whoIsBlockedByBothSidesAnswersToNeither() {
        Pair both = swapped(swapped(pair(ContactState.NONE, ContactState.NONE).blocked(THEN)).blocked(NOW));

        assertThat(both.mine().blocks()).isTrue();
        assertThat(both.theirs().blocks()).isTrue();
        assertThat(both.unblocked().theirs().blocks()).isTrue();
    }
}
