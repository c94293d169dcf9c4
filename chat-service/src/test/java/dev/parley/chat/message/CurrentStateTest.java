package dev.parley.chat.message;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

import dev.parley.chat.message.CurrentState.EmojiCount;
import dev.parley.chat.message.CurrentState.State;
import dev.parley.testkit.EmbeddedParts;

import static dev.parley.chat.message.ChangesContract.edit;
import static dev.parley.chat.message.ChangesContract.reaction;
import static dev.parley.chat.message.ChangesContract.recall;
import static dev.parley.chat.message.MessageLogContract.queued;
import static org.assertj.core.api.Assertions.assertThat;

/** What a reader sees of a text after all that was done to it. */
@EmbeddedParts
@SuppressWarnings("NullAway.Init")
class CurrentStateTest {

    static final long ANN = 7;
    static final long BOB = 8;

    static JdbcClient jdbc;
    static JdbcMessageLog messages;
    static CurrentState state;

    final long channel = new JdbcMessageLogTest().newChannel();

    @BeforeAll
    static void migrate() throws Exception {
        JdbcMessageLogTest.migrate();
        jdbc = JdbcMessageLogTest.jdbc;
        messages = JdbcMessageLogTest.messages;
        state = new CurrentState(jdbc, messages);
    }

    private Map<Long, State> seenBy(long reader) {
        return state.of(channel, messages.read(channel, 0, 100), reader);
    }

    private State firstSeenBy(long reader) {
        return seenBy(reader).getOrDefault(1L, State.AS_SENT);
    }

    @Test
    void aTextThatNobodyTouchedIsAsItWasSent() {
        messages.append(List.of(queued(channel, ANN, "a")));

        assertThat(seenBy(ANN)).isEmpty();
    }

    @Test
    void theNewestEditIsTheText() {
        messages.append(List.of(queued(channel, ANN, "a"), edit(channel, ANN, "b", 1), edit(channel, ANN, "c", 1)));
        messages.append(List.of(edit(channel, ANN, "d", 1), queued(channel, ANN, "e")));

        assertThat(seenBy(BOB)).containsOnlyKeys(1L);
        assertThat(firstSeenBy(BOB).edit()).hasValueSatisfying(edit -> {
            assertThat(edit.version()).isEqualTo(4);
            assertThat(new String(edit.body().bytes(), java.nio.charset.StandardCharsets.UTF_8)).isEqualTo("body of d");
        });
    }

    @Test
    void reactionsAreCountedInTheOrderInWhichTheyCameAndTellWhichAreMine() {
        messages.append(List.of(queued(channel, ANN, "a"), reaction(channel, ANN, "b", 1, "👍", false)));
        messages.append(List.of(reaction(channel, BOB, "c", 1, "🎉", false),
                reaction(channel, BOB, "d", 1, "👍", false)));

        assertThat(firstSeenBy(ANN).reactions()).containsExactly(new EmojiCount("👍", 2, true),
                new EmojiCount("🎉", 1, false));
        assertThat(firstSeenBy(BOB).reactions()).containsExactly(new EmojiCount("👍", 2, true),
                new EmojiCount("🎉", 1, true));
        assertThat(firstSeenBy(9).reactions()).noneMatch(EmojiCount::mine);
        assertThat(state.emojis(channel, 1)).containsExactlyInAnyOrder("👍", "🎉");
    }

    @Test
    void toReactTwiceOrToTakeBackWhatIsNotThereChangesNothing() {
        messages.append(List.of(queued(channel, ANN, "a"), reaction(channel, ANN, "b", 1, "👍", false),
                reaction(channel, ANN, "c", 1, "👍", false), reaction(channel, ANN, "d", 1, "🎉", true)));
        messages.append(
                List.of(reaction(channel, ANN, "e", 1, "👍", false), reaction(channel, BOB, "f", 1, "👍", true)));

        assertThat(firstSeenBy(ANN).reactions()).containsExactly(new EmojiCount("👍", 1, true));
    }

    @Test
    void aReactionThatIsTakenBackIsGoneAlsoInTheBatchThatBroughtIt() {
        messages.append(List.of(queued(channel, ANN, "a"), reaction(channel, ANN, "b", 1, "👍", false),
                reaction(channel, ANN, "c", 1, "🎉", false), reaction(channel, ANN, "d", 1, "🎉", true)));
        messages.append(List.of(reaction(channel, ANN, "e", 1, "👍", true)));

        assertThat(seenBy(ANN)).isEmpty();
        assertThat(rows("reactions") + rows("reaction_counts")).isZero();
    }

    @Test
    void ofARecalledTextNothingIsLeft() {
        messages.append(List.of(queued(channel, ANN, "a"), edit(channel, ANN, "b", 1),
                reaction(channel, ANN, "c", 1, "👍", false)));
        jdbc.sql("INSERT INTO mentions (channel_id, user_id, version) VALUES (?, 8, 1)").param(channel).update();

        messages.append(List.of(reaction(channel, BOB, "d", 1, "🎉", false), recall(channel, ANN, "e", 1)));

        assertThat(seenBy(ANN)).isEmpty();
        for (String table : List.of("reactions", "reaction_counts", "message_edits", "mentions")) {
            assertThat(rows(table)).as(table).isZero();
        }
        assertThat(jdbc.sql("SELECT SUM(LENGTH(body)) FROM messages WHERE channel_id = ? AND version IN (1, 2)")
                .param(channel).query(Integer.class).single()).isZero();
    }

    @Test
    void nothingStaysOfAChannelThatIsRemoved() {
        messages.append(List.of(queued(channel, ANN, "a"), queued(channel, ANN, "b"), edit(channel, ANN, "c", 2),
                reaction(channel, ANN, "d", 2, "👍", false), recall(channel, ANN, "e", 1)));
        new JdbcMessageLogTest().close(channel);

        while (messages.removeSome(channel, 2) + new ChangeTraces(jdbc).removeSome(channel, Long.MAX_VALUE, 2) > 0) {
            // once more
        }

        for (String table : List.of("reactions", "reaction_counts", "message_edits", "erased_messages", "messages",
                "message_ids")) {
            assertThat(rows(table)).as(table).isZero();
        }
    }

    @Test
    void whatTheBrokerDeliversAgainIsNotDoneAgain() {
        QueuedMessage reaction = reaction(channel, ANN, "b", 1, "👍", false);
        QueuedMessage taken = reaction(channel, ANN, "c", 1, "👍", true);
        messages.append(List.of(queued(channel, ANN, "a"), reaction, reaction));
        assertThat(firstSeenBy(ANN).reactions()).containsExactly(new EmojiCount("👍", 1, true));

        messages.append(List.of(taken));
        messages.append(List.of(reaction, taken, reaction));

        assertThat(seenBy(ANN)).isEmpty();
    }

    @Test
    void aBatchOfPlainTextsAsksNothingOfAllThis() {
        List<String> tables = List.of("reactions", "reaction_counts", "message_edits", "erased_messages", "mentions");
        tables.forEach(table -> jdbc.sql("RENAME TABLE " + table + " TO hidden_" + table).update());
        try {
            assertThat(messages.append(List.of(queued(channel, ANN, "a"), queued(channel, BOB, "b"))).written())
                    .hasSize(2);
        } finally {
            tables.forEach(table -> jdbc.sql("RENAME TABLE hidden_" + table + " TO " + table).update());
        }
    }

    @Test
    void whatIsDroppedAtTheBeginningTakesItsStateAlong() {
        messages.append(List.of(queued(channel, ANN, "a"), queued(channel, ANN, "b"), edit(channel, ANN, "c", 1),
                edit(channel, ANN, "d", 2), reaction(channel, ANN, "e", 1, "👍", false),
                reaction(channel, ANN, "f", 2, "👍", false)));

        new ChangeTraces(jdbc).removeSome(channel, 2, 100);

        assertThat(seenBy(ANN)).containsOnlyKeys(2L);
        for (String table : List.of("reactions", "reaction_counts", "message_edits")) {
            assertThat(rows(table)).as(table).isEqualTo(1);
        }
    }

    private int rows(String table) {
        return jdbc.sql("SELECT COUNT(*) FROM " + table + " WHERE channel_id = ?").param(channel).query(Integer.class)
                .single();
    }
}
