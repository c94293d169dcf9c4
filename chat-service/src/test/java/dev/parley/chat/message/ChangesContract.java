package dev.parley.chat.message;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import dev.parley.chat.problem.ChatProblem;
import dev.parley.platform.id.Ids;

import static dev.parley.chat.message.MessageLogContract.queued;
import static org.assertj.core.api.Assertions.assertThat;

/** What every {@link MessageLog} promises of edits, recalls and reactions. */
interface ChangesContract extends MessageLogContract {

    static QueuedMessage edit(long channelId, long senderId, String clientMessageId, long target) {
        return change(channelId, senderId, clientMessageId, MessageKind.EDIT, target, null);
    }

    static QueuedMessage recall(long channelId, long senderId, String clientMessageId, long target) {
        return change(channelId, senderId, clientMessageId, MessageKind.RECALL, target, null);
    }

    static QueuedMessage reaction(long channelId, long senderId, String clientMessageId, long target, String emoji,
            boolean removed) {
        return change(channelId, senderId, clientMessageId, MessageKind.REACTION, target,
                new Reaction(emoji, removed));
    }

    private static QueuedMessage change(long channelId, long senderId, String clientMessageId, MessageKind kind,
            long target, @Nullable Reaction reaction) {
        SealedBody body = new SealedBody("k1", ("body of " + clientMessageId).getBytes(StandardCharsets.UTF_8));
        return new QueuedMessage(Ids.next(), new SendKey(channelId, senderId, clientMessageId), kind, target,
                List.of(), reaction, body, "node");
    }

    /** Twenty-one pictures that are not the same. */
    static String emoji(int number) {
        return Character.toString(0x1F400 + number);
    }

    private List<Message> stream(long channel) {
        return messages().read(channel, 0, 1000);
    }

    @Test
    default void changesAreEntriesOfTheStreamAndTellWhatTheyAreAbout() {
        long channel = newChannel();

        var appended = messages().append(List.of(queued(channel, 7, "a"), edit(channel, 7, "b", 1),
                reaction(channel, 8, "c", 1, "👍", false), recall(channel, 7, "d", 1)));

        assertThat(appended.refused()).isEmpty();
        assertThat(stream(channel)).extracting(Message::kind).containsExactly(MessageKind.TEXT, MessageKind.EDIT,
                MessageKind.REACTION, MessageKind.RECALL);
        assertThat(stream(channel)).extracting(Message::target).containsExactly(0L, 1L, 1L, 1L);
        assertThat(appended.receipts()).hasSize(4);
    }

    @Test
    default void aRecallTakesTheTextAndAllOfItsEditsOutOfTheStore() {
        long channel = newChannel();
        messages().append(List.of(queued(channel, 7, "a"), queued(channel, 7, "b"), edit(channel, 7, "c", 1)));
        messages().append(List.of(edit(channel, 7, "d", 1), edit(channel, 7, "e", 2)));

        var appended = messages().append(List.of(recall(channel, 7, "f", 1)));

        assertThat(stream(channel)).filteredOn(Message::isErased).extracting(Message::version)
                .containsExactly(1L, 3L, 4L);
        assertThat(appended.erased().get(channel)).containsExactlyInAnyOrder(1L, 3L, 4L);
        assertThat(messages().erased(channel, 0, 99)).isEqualTo(Set.of(1L, 3L, 4L));
        assertThat(messages().erased(channel, 1, 3)).isEqualTo(Set.of(3L));
        assertThat(messages().lastRecall(channel)).isEqualTo(6);
        assertThat(messages().lastRecall(newChannel())).isZero();
    }

    @Test
    default void aTextThatIsWrittenEditedAndRecalledInOneBatchWasNeverStored() {
        long channel = newChannel();

        var appended = messages().append(List.of(queued(channel, 7, "a"), edit(channel, 7, "b", 1),
                recall(channel, 7, "c", 1)));

        assertThat(appended.written()).extracting(Message::isErased).containsExactly(true, true, false);
        assertThat(stream(channel)).extracting(Message::isErased).containsExactly(true, true, false);
    }

    @Test
    default void nothingRefersToARecalledTextAnyMore() {
        long channel = newChannel();
        messages().append(List.of(queued(channel, 7, "a"), queued(channel, 7, "b")));
        List<QueuedMessage> late = List.of(edit(channel, 7, "d", 1), reaction(channel, 8, "e", 1, "👍", false),
                reaction(channel, 8, "f", 1, "👍", true), recall(channel, 9, "g", 1));

        var sameBatch = messages().append(List.of(recall(channel, 7, "c", 1), late.get(0), late.get(1), late.get(2),
                late.get(3), edit(channel, 7, "other", 2)));
        var laterBatch = messages().append(late);

        for (MessageLog.Appended appended : List.of(sameBatch, laterBatch)) {
            assertThat(appended.refused()).extracting(MessageLog.Refused::message).isEqualTo(late);
            assertThat(appended.refused()).extracting(MessageLog.Refused::problem)
                    .containsOnly(ChatProblem.MESSAGE_RECALLED);
        }
        assertThat(sameBatch.written()).extracting(Message::version).containsExactly(3L, 4L);
        assertThat(laterBatch.written()).isEmpty();
        assertThat(messages().receipts(List.of(late.getFirst().key()))).isEmpty();
    }

    @Test
    default void whatWasStoredBeforeTheRecallKeepsItsVersionWhenItIsSentAgain() {
        long channel = newChannel();
        messages().append(List.of(queued(channel, 7, "a"), edit(channel, 7, "b", 1)));
        messages().append(List.of(recall(channel, 7, "c", 1)));

        var again = messages().append(List.of(edit(channel, 7, "b", 1), recall(channel, 7, "c", 1)));

        assertThat(again.refused()).isEmpty();
        assertThat(again.receipts()).extracting(Receipt::version).containsExactlyInAnyOrder(2L, 3L);
    }

    @Test
    default void aTextBearsTwentyDifferentEmojisAndMoreOfTheSame() {
        long channel = newChannel();
        messages().append(List.of(queued(channel, 7, "a")));
        messages().append(IntStream.range(0, 10).mapToObj(i -> reaction(channel, 7, "m" + i, 1, emoji(i), false))
                .toList());

        var appended = messages().append(IntStream.range(10, 22)
                .mapToObj(i -> reaction(channel, 8, "n" + i, 1, emoji(i), false)).toList());
        assertThat(appended.refused()).extracting(refused -> refused.message().key().clientMessageId())
                .containsExactly("n20", "n21");
        assertThat(appended.refused()).extracting(MessageLog.Refused::problem)
                .containsOnly(ChatProblem.TOO_MANY_REACTIONS);

        var room = messages().append(List.of(reaction(channel, 9, "same", 1, emoji(3), false),
                reaction(channel, 8, "less", 1, emoji(10), true), reaction(channel, 8, "new", 1, emoji(21), false)));
        assertThat(room.refused()).isEmpty();
    }
}
