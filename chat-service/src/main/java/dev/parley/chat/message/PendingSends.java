package dev.parley.chat.message;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

import dev.parley.chat.bus.NodeBus;
import dev.parley.chat.problem.ChatProblem;
import dev.parley.chat.settings.ChatSettings;
import dev.parley.chat.settings.MessageSettings;

/**
 * The messages of this node's sockets that wait for their version. Receipts come from the writer through the bus, or directly
 * when the writer is on this node; one that was lost on the way is looked up in the store.
 */
@Component
final class PendingSends {

    private static final Logger log = LoggerFactory.getLogger(PendingSends.class);

    private static final class Entry {
        final List<Consumer<SendOutcome>> answers = new ArrayList<>(1);
        final long since = System.nanoTime();
        long lookedUp = since;
        volatile boolean confirmed;
    }

    private final Map<SendKey, Entry> entries = new ConcurrentHashMap<>();
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private final MessageLog messages;
    private final MessageSettings settings;

    PendingSends(MessageLog messages, NodeBus bus, ChatSettings settings) {
        this.messages = messages;
        this.settings = settings.messages();
        var _ = bus.subscribe(topic(settings.nodeId()), json -> answer(MessageCodec.answers(json)));
    }

    /** Where the receipts of a node's sockets are published. */
    static String topic(String node) {
        return "parley:chat:node:" + node;
    }

    /** Has {@code answer} called once with the outcome; false, without ever calling it, when too many wait already. */
    boolean await(SendKey key, Consumer<SendOutcome> answer) {
        if (entries.size() >= settings.maxPending()) {
            return false;
        }
        entries.compute(key, (k, entry) -> {
            Entry waiting = entry == null ? new Entry() : entry;
            waiting.answers.add(answer);
            return waiting;
        });
        return true;
    }

    /** The broker has it. */
    void confirmed(SendKey key) {
        entries.computeIfPresent(key, (k, entry) -> {
            entry.confirmed = true;
            return entry;
        });
    }

    /** What the writer has to say of messages of this node. */
    void answer(MessageCodec.Answers answers) {
        stored(answers.receipts());
        answers.refused().forEach(refusal -> refuse(refusal.key(), refusal.problem(), refusal.problem().title()));
    }

    /** These are in the store. */
    void stored(Collection<Receipt> receipts) {
        for (Receipt receipt : receipts) {
            SendKey key = receipt.key();
            answer(key, new SendOutcome.Stored(key.channelId(), key.clientMessageId(), receipt.version(),
                    receipt.createdAt()));
        }
    }

    void refuse(SendKey key, ChatProblem problem, String detail) {
        answer(key, new SendOutcome.Refused(problem, detail));
    }

    private void answer(SendKey key, SendOutcome outcome) {
        Entry entry = entries.remove(key);
        if (entry != null) {
            entry.answers.forEach(answer -> answer.accept(outcome));
        }
    }

    /** Looks up what waits too long, and gives up what waited longer than that. */
    @Scheduled(fixedRate = 250)
    void sweep() {
        if (!sweeping.compareAndSet(false, true)) {
            return;
        }
        try {
            long now = System.nanoTime();
            List<SendKey> lookUp = new ArrayList<>();
            entries.forEach((key, entry) -> {
                if (!entry.confirmed && isOlder(entry.since, now, settings.confirmTimeout())) {
                    refuse(key, ChatProblem.QUEUE_UNAVAILABLE, "the queue did not confirm the message; send it again");
                } else if (isOlder(entry.since, now, settings.sendTimeout())) {
                    refuse(key, ChatProblem.OUTCOME_UNKNOWN, "the store is late; send it again to learn its version");
                } else if (isOlder(entry.lookedUp, now, settings.ackLookupAfter())) {
                    entry.lookedUp = now;
                    lookUp.add(key);
                }
            });
            if (!lookUp.isEmpty()) {
                lookUp(lookUp);
            }
        } catch (DataAccessException | TransactionException e) {
            log.debug("the store is away; messages go on waiting for their version", e);
        } finally {
            sweeping.set(false);
        }
    }

    /** In this order: what is not in the store after its channel was seen closed will never be. */
    private void lookUp(List<SendKey> keys) {
        Set<Long> open = messages.open(keys.stream().map(SendKey::channelId).distinct().toList());
        stored(messages.receipts(keys));
        keys.stream().filter(key -> !open.contains(key.channelId())).forEach(this::refuseClosed);
    }

    private void refuseClosed(SendKey key) {
        refuse(key, ChatProblem.CHANNEL_CLOSED, "nobody is left in this channel");
    }

    private static boolean isOlder(long since, long now, Duration age) {
        return now - since > age.toNanos();
    }
}
