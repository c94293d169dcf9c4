package dev.parley.journey;

import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.parley.journey.Checker.Entry;

import static org.assertj.core.api.Assertions.assertThat;

/** The Checker complains of records that break a promise, and of no others. */
class CheckerTest {

    private static final String CHANNEL = "channel";
    private static final List<String> DEVICES = List.of("phone", "laptop");

    private final Checker checker = new Checker();

    /** Three messages, sent, acknowledged and received by the phone in order. */
    @BeforeEach
    void threeMessages() {
        checker.connected("phone");
        checker.resumed("phone", CHANNEL, 0, 0);
        for (int i = 1; i <= 3; i++) {
            checker.sent(CHANNEL, "alice", "m" + i, "text " + i);
            checker.acknowledged(CHANNEL, "alice", "m" + i, i);
            checker.received("phone", CHANNEL, entry(i));
        }
        checker.connected("laptop");
    }

    private static Entry entry(int i) {
        return new Entry(i, "alice", "m" + i, "text " + i);
    }

    private void laptopReceives(int... versions) {
        for (int version : versions) {
            checker.received("laptop", CHANNEL, entry(version));
        }
    }

    private void end(Entry... stored) {
        checker.stored(CHANNEL, List.of(stored), DEVICES);
    }

    private void assertOneComplaint(String... words) {
        assertThat(checker.complaints()).singleElement().asString().contains(words);
    }

    @Test
    void aStreamThatIsAsPromisedGivesNoComplaint() {
        laptopReceives(2, 3); // pushed before what was missed
        laptopReceives(1);
        checker.resumed("laptop", CHANNEL, 0, 1);
        checker.acknowledged(CHANNEL, "alice", "m2", 2); // sent again
        checker.sent(CHANNEL, "alice", "never answered", "x");
        end(entry(1), entry(2), entry(3));
        assertThat(checker.complaints()).isEmpty();
        assertThat(checker.acknowledgedCount()).isEqualTo(3);
    }

    @Test
    void whatWasReceivedByAnEarlierConnectionCounts() {
        laptopReceives(1, 2);
        checker.connected("laptop");
        laptopReceives(3);
        checker.resumed("laptop", CHANNEL, 2, 3);
        end(entry(1), entry(2), entry(3));
        assertThat(checker.complaints()).isEmpty();
    }

    @Test
    void whatWasPushedBeforeTheResumeMayBeAmongWhatWasSeen() {
        laptopReceives(1);
        checker.resumed("laptop", CHANNEL, 1, 1);
        laptopReceives(2, 3);
        end(entry(1), entry(2), entry(3));
        assertThat(checker.complaints()).isEmpty();
    }

    @Test
    void entriesOfTheServiceItselfNeedNoSender() {
        Entry own = new Entry(4, "alice", "parley:7", "");
        checker.received("phone", CHANNEL, own);
        laptopReceives(1, 2, 3);
        checker.received("laptop", CHANNEL, own);
        end(entry(1), entry(2), entry(3), own);
        assertThat(checker.complaints()).isEmpty();
    }

    @Test
    void complainsOfAGapInWhatIsPushed() {
        checker.received("phone", CHANNEL, entry(5));
        assertOneComplaint("phone received version 5", "after 3");
    }

    @Test
    void complainsOfAGapInWhatIsResumed() {
        laptopReceives(1, 3);
        checker.resumed("laptop", CHANNEL, 0, 3);
        assertOneComplaint("laptop resumed", "got 3 instead of 2");
    }

    @Test
    void complainsOfAResumeThatEndsEarly() {
        laptopReceives(1, 2);
        checker.resumed("laptop", CHANNEL, 0, 3);
        assertOneComplaint("up to 3", "nothing after 2");
    }

    @Test
    void complainsOfWhatComesTwiceByOneConnection() {
        checker.received("phone", CHANNEL, entry(3));
        assertOneComplaint("version 3", "twice");
    }

    @Test
    void complainsOfTheWrongOrder() {
        checker.received("phone", CHANNEL, entry(5));
        checker.received("phone", CHANNEL, entry(4));
        assertThat(checker.complaints()).hasSize(2).last().asString().contains("version 4", "after 5");
    }

    @Test
    void complainsWhenTwoDevicesSeeDifferentThings() {
        checker.received("laptop", CHANNEL, new Entry(1, "alice", "m1", "changed"));
        assertOneComplaint("changed", "where others received");
    }

    @Test
    void complainsOfAcksWithDifferentVersions() {
        checker.acknowledged(CHANNEL, "alice", "m1", 4);
        assertOneComplaint("acknowledged with version 1 and then with 4");
    }

    @Test
    void complainsOfAnAckForNothing() {
        checker.acknowledged(CHANNEL, "alice", "m9", 9);
        assertOneComplaint("m9", "never sent");
    }

    @Test
    void complainsOfAnAcknowledgedMessageThatIsNotStored() {
        laptopReceives(1, 2, 3);
        checker.sent(CHANNEL, "alice", "lost", "x");
        checker.acknowledged(CHANNEL, "alice", "lost", 4);
        end(entry(1), entry(2), entry(3));
        assertOneComplaint("lost", "acknowledged with version 4", "stored as null");
    }

    @Test
    void complainsOfAGapInTheStore() {
        checker.stored(CHANNEL, List.of(entry(1), entry(3)), List.of());
        assertThat(checker.complaints()).anyMatch(it -> it.contains("version 3 stored in the place of 2"));
    }

    @Test
    void complainsOfAMessageThatIsStoredTwice() {
        Entry again = new Entry(4, "alice", "m1", "text 1");
        checker.stored(CHANNEL, List.of(entry(1), entry(2), entry(3), again), List.of());
        assertOneComplaint("m1", "stored twice, as 1 and 4");
    }

    @Test
    void complainsOfAStoredMessageThatNobodySent() {
        Entry foreign = new Entry(4, "eve", "m1", "?");
        checker.stored(CHANNEL, List.of(entry(1), entry(2), entry(3), foreign), List.of());
        assertOneComplaint("eve", "never sent");
    }

    @Test
    void complainsWhenSomethingElseWasReceivedThanIsStored() {
        checker.sent(CHANNEL, "alice", "m4", "text 4");
        checker.received("phone", CHANNEL, new Entry(4, "alice", "m4", "garbled"));
        checker.stored(CHANNEL, List.of(entry(1), entry(2), entry(3), entry(4)), List.of());
        assertOneComplaint("garbled", "was received where");
    }

    @Test
    void complainsOfADeviceThatDidNotGetAll() {
        laptopReceives(1, 2);
        end(entry(1), entry(2), entry(3));
        assertOneComplaint("laptop has 2 of 3");
    }

    @Test
    void complainsOfCursorsThatGoBack() {
        checker.cursor("phone", CHANNEL, "bob", 1, 2);
        checker.cursor("phone", CHANNEL, "bob", 2, 2);
        checker.cursor("laptop", CHANNEL, "bob", 1, 1); // another device may be told later
        assertThat(checker.complaints()).isEmpty();
        checker.cursor("phone", CHANNEL, "bob", 1, 3);
        assertOneComplaint("phone", "go back", "read=2", "read=1");
    }
}
