package dev.parley.chat.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

/** What every {@link MessageLog} promises. */
interface MessageLogContract {

    MessageLog messages();

    /** A new, empty channel; its id. */
    long newChannel();

    /** Closes a channel. */
    void close(long channelId);

    static QueuedMessage queued(long channelId, long senderId, String clientMessageId) {
        SealedBody body = new SealedBody("k1", ("body of " + clientMessageId).getBytes(StandardCharsets.UTF_8));
        return new QueuedMessage(Ids.next(), new SendKey(channelId, senderId, clientMessageId), MessageKind.TEXT, body,
                "node");
    }

    private static List<Long> versions(List<Message> messages) {
        return messages.stream().map(Message::version).toList();
    }

    @Test
    default void aBatchGetsVersionsInItsOrderForEachChannel() {
        long one = newChannel();
        long other = newChannel();

        var appended = messages().append(List.of(queued(one, 7, "a"), queued(other, 7, "b"), queued(one, 8, "c")));

        assertThat(appended.written()).extracting(Message::channelId).containsExactly(one, other, one);
        assertThat(versions(appended.written())).containsExactly(1L, 1L, 2L);
        assertThat(appended.unknown()).isEmpty();
        assertThat(messages().lastVersions(List.of(one, other))).containsEntry(one, 2L).containsEntry(other, 1L);
    }

    @Test
    default void whatWasAppendedIsReadBackAsItWas() {
        long channel = newChannel();
        QueuedMessage queued = queued(channel, 7, "a");

        Message written = messages().append(List.of(queued)).written().getFirst();
        Message read = messages().read(channel, 0, 1).getFirst();

        assertThat(read).usingRecursiveComparison().isEqualTo(written);
        assertThat(read.body().bytes()).isEqualTo(queued.body().bytes());
        assertThat(messages().readPossiblyStale(channel, 0, 1)).hasSize(1);
    }

    @Test
    default void aKnownKeyKeepsItsVersionInLaterBatchesAndInTheSameOne() {
        long channel = newChannel();
        messages().append(List.of(queued(channel, 7, "a")));

        var appended = messages().append(List.of(queued(channel, 7, "b"), queued(channel, 7, "a"),
                queued(channel, 7, "b"), queued(channel, 8, "a")));

        assertThat(versions(appended.written())).containsExactly(2L, 3L);
        assertThat(appended.receipts()).extracting(receipt -> receipt.key().senderId() + receipt.key().clientMessageId()
                + receipt.version()).containsExactlyInAnyOrder("7b2", "7a1", "8a3");
        assertThat(versions(messages().read(channel, 0, 99))).containsExactly(1L, 2L, 3L);
    }

    @Test
    default void aChannelThatDoesNotExistIsToldApartAndDoesNotHarmTheOthers() {
        long channel = newChannel();
        QueuedMessage lost = queued(Ids.next(), 7, "a");

        var appended = messages().append(List.of(lost, queued(channel, 7, "b")));

        assertThat(appended.unknown()).containsExactly(lost);
        assertThat(versions(appended.written())).containsExactly(1L);
        assertThat(messages().receipts(List.of(lost.key()))).isEmpty();
    }

    @Test
    default void aClosedChannelTakesNothingNewAndRemembersWhatItHas() {
        long channel = newChannel();
        long other = newChannel();
        messages().append(List.of(queued(channel, 7, "a")));
        close(channel);
        QueuedMessage late = queued(channel, 7, "b");

        var appended = messages().append(List.of(late, queued(channel, 7, "a"), queued(other, 7, "b")));

        assertThat(appended.closed()).containsExactly(late);
        assertThat(appended.receipts()).extracting(Receipt::version).containsExactlyInAnyOrder(1L, 1L);
        assertThat(appended.written()).extracting(Message::channelId).containsExactly(other);
        assertThat(versions(messages().read(channel, 0, 99))).containsExactly(1L);
    }

    @Test
    default void theMessagesOfAClosedChannelAreRemovedInPiecesWithTheirKeys() {
        long channel = newChannel();
        long other = newChannel();
        messages().append(IntStream.range(0, 25).mapToObj(i -> queued(channel, 7, "m" + i)).toList());
        messages().append(List.of(queued(other, 7, "m1")));
        close(channel);
        int pieces = 0;

        while (messages().removeSome(channel, 10) > 0) {
            pieces++;
        }

        assertThat(pieces).isEqualTo(3);
        assertThat(messages().read(channel, 0, 99)).isEmpty();
        assertThat(messages().receipts(List.of(new SendKey(channel, 7, "m1")))).isEmpty();
        assertThat(messages().read(other, 0, 99)).hasSize(1);
        assertThat(messages().receipts(List.of(new SendKey(other, 7, "m1")))).hasSize(1);
    }

    @Test
    default void itKnowsWhichChannelsAreOpen() {
        long open = newChannel();
        long closed = newChannel();
        close(closed);

        assertThat(messages().open(List.of(open, closed, 4711L))).containsExactly(open);
        assertThat(messages().open(List.of())).isEmpty();
    }

    @Test
    default void aRangeIsReadInOrderWithoutItsStart() {
        long channel = newChannel();
        messages().append(IntStream.range(0, 10).mapToObj(i -> queued(channel, 7, "m" + i)).toList());

        assertThat(versions(messages().read(channel, 3, 6))).containsExactly(4L, 5L, 6L);
        assertThat(versions(messages().read(channel, 8, 99))).containsExactly(9L, 10L);
        assertThat(messages().read(channel, 6, 6)).isEmpty();
    }

    @Test
    default void singleVersionsAreReadInOrder() {
        long channel = newChannel();
        messages().append(IntStream.range(0, 10).mapToObj(i -> queued(channel, 7, "m" + i)).toList());

        assertThat(versions(messages().read(channel, List.of(9L, 2L, 99L, 5L)))).containsExactly(2L, 5L, 9L);
        assertThat(messages().read(channel, List.of())).isEmpty();
    }

    @Test
    default void receiptsAreFoundByKeyForManySenders() {
        long channel = newChannel();
        long other = newChannel();
        messages().append(List.of(queued(channel, 7, "a"), queued(channel, 8, "b"), queued(other, 7, "a")));

        var found = messages().receipts(List.of(new SendKey(channel, 7, "a"), new SendKey(channel, 8, "b"),
                new SendKey(other, 7, "a"), new SendKey(other, 8, "a"), new SendKey(channel, 7, "A")));

        assertThat(found).extracting(Receipt::version).containsExactlyInAnyOrder(1L, 2L, 1L);
        assertThat(messages().receipts(List.of())).isEmpty();
    }

    @Test
    default void manyWritersAtOnceLeaveNoGapAndNoDuplicate() throws Exception {
        List<Long> channels = List.of(newChannel(), newChannel(), newChannel());
        List<Callable<MessageLog.Appended>> writers = new ArrayList<>();
        for (int writer = 0; writer < 8; writer++) {
            int sender = writer % 4; // two writers for each sender: half of what they bring is a duplicate
            List<Long> order = writer % 2 == 0 ? channels : channels.reversed();
            for (int batch = 0; batch < 5; batch++) {
                int number = batch;
                writers.add(() -> messages().append(order.stream()
                        .flatMap(channel -> IntStream.range(0, 5)
                                .mapToObj(i -> queued(channel, sender, "m" + number + "-" + i)))
                        .toList()));
            }
        }
        int written = 0;
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var result : executor.invokeAll(writers)) {
                written += result.get().written().size();
            }
        }

        assertThat(written).isEqualTo(3 * 4 * 25);
        for (long channel : channels) {
            assertThat(versions(messages().read(channel, 0, 1000)))
                    .isEqualTo(LongStream.rangeClosed(1, 100).boxed().toList());
        }
    }
}
