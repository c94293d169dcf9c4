package dev.parley.chat.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;

import dev.parley.chat.message.PartitionWriter.Delivered;
import dev.parley.chat.settings.MessageSettings;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class PartitionWriterTest {

    private static final long CHANNEL = Ids.next();

    /** A log whose next appends can be made to fail. */
    private static final class FragileLog extends InMemoryMessageLog {

        private final List<Consumer<List<QueuedMessage>>> troubles = new CopyOnWriteArrayList<>();
        private final List<Integer> batchSizes = new CopyOnWriteArrayList<>();
        /** Runs when the batch is stored and nobody knows it yet; may throw. */
        private volatile Runnable afterCommit = () -> {};

        /** Runs before the batch is appended; may throw. */
        void trouble(Consumer<List<QueuedMessage>> trouble) {
            troubles.add(trouble);
        }

        @Override
        public synchronized Appended append(List<QueuedMessage> batch) {
            batchSizes.add(batch.size());
            troubles.forEach(trouble -> trouble.accept(batch));
            Appended appended = super.append(batch);
            afterCommit.run();
            return appended;
        }
    }

    private final FragileLog messages = new FragileLog();
    private final List<Receipt> receipts = new CopyOnWriteArrayList<>();
    private final List<String> parkedBecause = new CopyOnWriteArrayList<>();
    private final Fakes.AmqpChannel amqp = new Fakes.AmqpChannel();
    private final MessageSettings settings = Fakes.settings(Map.of("parley.chat.messages.retry-backoff", "100ms"))
            .messages();
    private volatile boolean parkingWorks = true;
    private volatile Runnable parking = () -> {};
    private final PartitionWriter writer = new PartitionWriter(messages,
            (queued, appended) -> receipts.addAll(appended.receipts()), (body, reason) -> {
                parking.run();
                if (parkingWorks) {
                    parkedBecause.add(reason);
                }
                return parkingWorks;
            }, settings);
    private final List<Thread> threads = new ArrayList<>();
    private long lastTag;

    private void start() {
        messages.create(CHANNEL);
        threads.add(Thread.startVirtualThread(writer));
    }

    @AfterEach
    void stop() {
        threads.forEach(Thread::interrupt);
    }

    private void deliver(String clientMessageId) {
        deliver(MessageCodec.encode(MessageLogContract.queued(CHANNEL, 7, clientMessageId)));
    }

    private void deliver(byte[] body) {
        writer.enqueue(new Delivered(body, amqp.channel, ++lastTag));
    }

    private void awaitAcknowledged(long tag) {
        await().until(() -> amqp.acknowledged.contains(tag));
    }

    private List<String> stored() {
        return messages.read(CHANNEL, 0, 1000).stream().map(Message::clientMessageId).toList();
    }

    @Test
    void whatCameTogetherIsWrittenTogetherAndAcknowledgedOnceAfterwards() {
        deliver("a");
        deliver("b");
        deliver("c");
        start();

        awaitAcknowledged(3);
        assertThat(messages.batchSizes).containsExactly(3);
        assertThat(amqp.acknowledged).containsExactly(3L);
        assertThat(stored()).containsExactly("a", "b", "c");
        assertThat(receipts).hasSize(3);
    }

    @Test
    void aDeliveryRepeatedAfterTheCommitIsNotASecondMessageAndItsSenderLearnsTheVersion() {
        deliver("a");
        start();
        awaitAcknowledged(1);

        deliver("a"); // as after a crash between commit and acknowledgement
        awaitAcknowledged(2);

        assertThat(stored()).containsExactly("a");
        assertThat(receipts).extracting(Receipt::version).containsExactly(1L, 1L);
    }

    @Test
    void aCommitWhoseAnswerIsLostIsRepeatedAndFound() {
        AtomicInteger commits = new AtomicInteger();
        messages.afterCommit = () -> {
            if (commits.incrementAndGet() == 1) {
                throw new DataAccessResourceFailureException("the connection broke while committing");
            }
        };
        deliver("a");
        deliver("b");
        start();

        awaitAcknowledged(2);
        assertThat(stored()).containsExactly("a", "b");
        assertThat(receipts).extracting(Receipt::version).containsExactlyInAnyOrder(1L, 2L);
        assertThat(parkedBecause).isEmpty();
    }

    @Test
    void whatWasCommittedAndCouldNotBeAcknowledgedIsFoundWhenItComesByTheNextConnection() {
        Fakes.AmqpChannel breaking = new Fakes.AmqpChannel();
        messages.afterCommit = () -> breaking.open = false;
        byte[] body = MessageCodec.encode(MessageLogContract.queued(CHANNEL, 7, "a"));
        writer.enqueue(new Delivered(body, breaking.channel, 1));
        start();
        await().until(() -> receipts.size() == 1);

        deliver(body); // the broker has it still, and delivers it to whoever consumes next
        deliver("b");

        awaitAcknowledged(2);
        assertThat(breaking.acknowledged).isEmpty();
        assertThat(stored()).containsExactly("a", "b");
        assertThat(receipts).extracting(Receipt::version).contains(1L, 2L);
    }

    @Test
    void aPartitionOutlivesWhatNobodyForesaw() {
        AtomicInteger attempts = new AtomicInteger();
        messages.trouble(batch -> {
            throw new DataIntegrityViolationException("refused");
        });
        parking = () -> {
            if (attempts.incrementAndGet() == 1) {
                throw new IllegalStateException("unforeseen");
            }
        };
        deliver("a");
        start();
        await().until(() -> amqp.givenBack.contains(1L));
        assertThat(amqp.acknowledged).isEmpty();

        messages.troubles.clear();
        deliver("a");

        awaitAcknowledged(2);
        assertThat(stored()).containsExactly("a");
    }

    @Test
    void aMalformedMessageIsParkedAndThePartitionGoesOn() {
        deliver("a");
        deliver("no json".getBytes(StandardCharsets.UTF_8));
        deliver("null".getBytes(StandardCharsets.UTF_8));
        deliver("{\"id\":1}".getBytes(StandardCharsets.UTF_8));
        deliver("b");
        start();

        awaitAcknowledged(5);
        assertThat(stored()).containsExactly("a", "b");
        assertThat(parkedBecause).hasSize(3).allMatch(reason -> reason.startsWith("malformed"));
    }

    @Test
    void anOversizedMessageIsParkedUnreadAndThePartitionGoesOn() {
        byte[] oversized = new byte[(1 << 20) + 1];
        deliver("a");
        deliver(oversized);
        deliver("b");
        start();

        awaitAcknowledged(3);
        assertThat(stored()).containsExactly("a", "b");
        assertThat(parkedBecause).containsExactly("oversized: 1048577 bytes");
    }

    @Test
    void nothingIsAcknowledgedUntilItIsParkedForSure() {
        parkingWorks = false;
        deliver("no json".getBytes(StandardCharsets.UTF_8));
        start();
        await().during(java.time.Duration.ofMillis(200)).until(amqp.acknowledged::isEmpty);

        parkingWorks = true;

        awaitAcknowledged(1);
        assertThat(parkedBecause).hasSize(1);
    }

    @Test
    void aMessageForAChannelThatDoesNotExistIsParked() {
        deliver(MessageCodec.encode(MessageLogContract.queued(CHANNEL + 1, 7, "lost")));
        deliver("a");
        start();

        awaitAcknowledged(2);
        assertThat(parkedBecause).containsExactly("no such channel");
        assertThat(stored()).containsExactly("a");
    }

    @Test
    void whileTheStoreIsAwayMessagesWaitWithoutAcknowledgement() {
        List<Consumer<List<QueuedMessage>>> away = messages.troubles;
        messages.trouble(batch -> {
            throw new DataAccessResourceFailureException("away");
        });
        deliver("a");
        start();
        await().until(() -> messages.batchSizes.size() >= 3);
        assertThat(amqp.acknowledged).isEmpty();

        away.clear();

        awaitAcknowledged(1);
        assertThat(stored()).containsExactly("a");
        assertThat(parkedBecause).isEmpty();
    }

    @Test
    void aMessageThatTheStoreRefusesIsParkedAloneAndItsCompanyIsWritten() {
        messages.trouble(batch -> {
            if (batch.stream().anyMatch(message -> message.key().clientMessageId().equals("poison"))) {
                throw new DataIntegrityViolationException("refused");
            }
        });
        deliver("a");
        deliver("poison");
        deliver("b");
        start();

        awaitAcknowledged(3);
        assertThat(stored()).containsExactly("a", "b");
        assertThat(parkedBecause).singleElement().asString().startsWith("refused by the store");
    }

    @Test
    void whatCameByABrokenConnectionIsLeftToTheBroker() {
        Fakes.AmqpChannel broken = new Fakes.AmqpChannel();
        broken.open = false;
        writer.enqueue(new Delivered(MessageCodec.encode(MessageLogContract.queued(CHANNEL, 7, "stale")),
                broken.channel, 1));
        deliver("a");
        start();

        awaitAcknowledged(1);
        assertThat(stored()).containsExactly("a");
        assertThat(broken.acknowledged).isEmpty();
    }
}
