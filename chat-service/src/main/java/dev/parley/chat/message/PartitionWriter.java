package dev.parley.chat.message;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.TransactionException;

import dev.parley.chat.settings.MessageSettings;

/**
 * The writer of one partition: takes what has come in while it was writing, up to a batch, writes it in one transaction, announces
 * it, and only then acknowledges it to the broker. If it dies in between, the broker delivers again, and the log knows the
 * messages by their keys.
 */
final class PartitionWriter implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(PartitionWriter.class);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(50);

    /** A message as the broker delivered it; acknowledged on the channel it came by. */
    record Delivered(byte[] body, Channel channel, long tag) {}

    /** Tells of what was committed. */
    interface Announcements {

        void announce(List<QueuedMessage> batch, MessageLog.Appended appended);
    }

    /** Where messages go that cannot be stored. */
    interface ParkingPlace {

        /** Puts a message aside; false when that is not certain, so that it must be tried again. */
        boolean park(byte[] body, String reason);
    }

    private final BlockingQueue<Delivered> delivered = new LinkedBlockingQueue<>(); // bounded by the broker's prefetch
    private final MessageLog messages;
    private final Announcements announcer;
    private final ParkingPlace parking;
    private final MessageSettings settings;

    PartitionWriter(MessageLog messages, Announcements announcer, ParkingPlace parking, MessageSettings settings) {
        this.messages = messages;
        this.announcer = announcer;
        this.parking = parking;
        this.settings = settings;
    }

    /** Takes over a delivery. Returns at once. */
    void enqueue(Delivered message) {
        delivered.add(message);
    }

    /** Writes until its thread is interrupted. What is not acknowledged then, the broker gives to another node. */
    @Override
    public void run() {
        try {
            while (true) {
                List<Delivered> batch = nextBatch();
                try {
                    write(batch);
                } catch (RuntimeException e) {
                    // If this thread ended, its partition would stand still for as long as this node consumes it.
                    log.error(
                            "a batch of {} messages failed in a way that nobody foresaw; the broker delivers it again",
                            batch.size(), e);
                    giveBack(batch);
                    Thread.sleep(settings.retryBackoff());
                }
            }
        } catch (InterruptedException e) {
            log.debug("writing ends");
        }
    }

    /** Waits for one message, then takes its company: the busier the partition, the larger the batch, and nobody waits. */
    private List<Delivered> nextBatch() throws InterruptedException {
        List<Delivered> batch = new ArrayList<>();
        batch.add(delivered.take());
        delivered.drainTo(batch, settings.batchSize() - batch.size());
        long deadline = System.nanoTime() + settings.batchWait().toNanos();
        while (batch.size() < settings.batchSize() && System.nanoTime() < deadline) {
            Delivered next = delivered.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next != null) {
                batch.add(next);
            }
        }
        return batch;
    }

    private void write(List<Delivered> batch) throws InterruptedException {
        // After a broken connection the broker delivers again what came by it: writing these would be work done twice.
        batch.removeIf(message -> !message.channel().isOpen());
        List<QueuedMessage> queued = new ArrayList<>(batch.size());
        for (Delivered message : batch) {
            Optional<String> unreadable = read(message.body(), queued);
            if (unreadable.isPresent() && !park(batch, message.body(), unreadable.get())) {
                return;
            }
        }
        if (queued.isEmpty() || store(batch, queued)) {
            acknowledge(batch);
        }
    }

    /** Adds the message that a delivery carries; or says why it carries none. */
    private Optional<String> read(byte[] body, List<QueuedMessage> queued) {
        // The store cuts the connection of who sends it too much in one piece: that would look as if it were away, for ever.
        if (body.length > settings.maxEntrySize().toBytes()) {
            return Optional.of("oversized: " + body.length + " bytes");
        }
        try {
            queued.add(MessageCodec.queuedMessage(body));
            return Optional.empty();
        } catch (MessageCodec.MalformedException e) {
            return Optional.of("malformed: " + e.getMessage());
        }
    }

    /** False when the deliveries went stale in the meantime; then the broker has them again. */
    private boolean store(List<Delivered> batch, List<QueuedMessage> queued) throws InterruptedException {
        MessageLog.Appended appended;
        try {
            Optional<MessageLog.Appended> result = untilDone(batch, () -> Optional.of(messages.append(queued)));
            if (result.isEmpty()) {
                return false;
            }
            appended = result.get();
        } catch (RuntimeException poisoned) {
            return storeOneByOne(batch, queued, poisoned);
        }
        announce(queued, appended);
        for (QueuedMessage unknown : appended.unknown()) {
            if (!park(batch, MessageCodec.encode(unknown), "no such channel")) {
                return false;
            }
        }
        return true;
    }

    /** One of them is to blame: the others must not suffer. */
    private boolean storeOneByOne(List<Delivered> batch, List<QueuedMessage> queued, RuntimeException poisoned)
            throws InterruptedException {
        if (queued.size() == 1) {
            return park(batch, MessageCodec.encode(queued.getFirst()), "refused by the store: " + poisoned);
        }
        for (QueuedMessage one : queued) {
            if (!store(batch, List.of(one))) {
                return false;
            }
        }
        return true;
    }

    /** The messages are committed: whatever goes wrong here must not bring them back. Nodes find them by themselves. */
    private void announce(List<QueuedMessage> queued, MessageLog.Appended appended) {
        try {
            announcer.announce(queued, appended);
        } catch (RuntimeException e) {
            log.error("{} messages were written and could not be announced", appended.written().size(), e);
        }
    }

    private boolean park(List<Delivered> batch, byte[] body, String reason) throws InterruptedException {
        return untilDone(batch, () -> parking.park(body, reason) ? Optional.of(true) : Optional.empty()).isPresent();
    }

    /**
     * Tries until there is a result, with growing pauses, as long as the deliveries are still ours. A store that is away is waited
     * for; whatever else is thrown is the fault of a message.
     */
    private <T> Optional<T> untilDone(List<Delivered> batch, Supplier<Optional<T>> attempt)
            throws InterruptedException {
        Duration pause = FIRST_BACKOFF;
        while (batch.stream().anyMatch(message -> message.channel().isOpen())) {
            try {
                Optional<T> result = attempt.get();
                if (result.isPresent()) {
                    return result;
                }
            } catch (DataIntegrityViolationException e) {
                throw e;
            } catch (DataAccessException | TransactionException e) {
                log.warn("the store is away; {} messages wait in the queue: {}", batch.size(), e.toString());
            }
            Thread.sleep(pause);
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(settings.retryBackoff()) > 0 ? settings.retryBackoff() : doubled;
        }
        return Optional.empty();
    }

    private static void acknowledge(List<Delivered> batch) {
        answer(batch, (channel, lastTag) -> channel.basicAck(lastTag, true));
    }

    private static void giveBack(List<Delivered> batch) {
        answer(batch, (channel, lastTag) -> channel.basicNack(lastTag, true, true));
    }

    /** What is said to the broker about all deliveries of a channel up to a tag. */
    private interface Answer {

        void say(Channel channel, long lastTag) throws IOException;
    }

    private static void answer(List<Delivered> batch, Answer answer) {
        Map<Channel, Long> lastTags = new LinkedHashMap<>();
        batch.forEach(message -> lastTags.merge(message.channel(), message.tag(), Math::max));
        lastTags.forEach((channel, tag) -> {
            try {
                answer.say(channel, tag);
            } catch (IOException | AlreadyClosedException | AmqpException e) { // the last one is of Spring's proxy
                log.debug("the connection broke before the answer; the broker delivers again", e);
            }
        });
    }
}
