package dev.parley.chat.message;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

import dev.parley.chat.bus.NodeBus;
import dev.parley.chat.channel.Memberships;
import dev.parley.chat.channel.NewSubscriptions;
import dev.parley.chat.channel.Subscription;
import dev.parley.chat.settings.ChatSettings;
import dev.parley.chat.settings.DeliverySettings;

/**
 * Delivery to the people online on this node. Listens only to channels that somebody here subscribes to. Pushes may be lost: a
 * gap is filled when the next message shows it, and every few seconds the last versions are compared with the store.
 */
@Component
public class Delivery {

    private static final Logger log = LoggerFactory.getLogger(Delivery.class);
    private static final int CHUNK = 1000;
    private static final long SUBSCRIBE_PATIENCE_MILLIS = 1000;

    private final Map<Long, LiveChannel> live = new ConcurrentHashMap<>();
    private final Map<Long, Set<Attachment>> attachments = new ConcurrentHashMap<>();
    private final AtomicBoolean checking = new AtomicBoolean();
    private volatile long lastCheck = System.nanoTime();
    private final MessageLog messages;
    private final History history;
    private final Memberships memberships;
    private final NodeBus bus;
    private final MessageFrames frames;
    private final DeliverySettings settings;
    private final byte[] ownPublication;
    private final GapFiller gaps;

    Delivery(MessageLog messages, History history, GapFiller gaps, Memberships memberships,
            NewSubscriptions newSubscriptions,
            NodeBus bus, MessageFrames frames, ChatSettings settings, MeterRegistry metrics) {
        this.messages = messages;
        this.history = history;
        this.memberships = memberships;
        this.bus = bus;
        this.frames = frames;
        this.settings = settings.delivery();
        this.ownPublication = MessageCodec.startOfPublications(settings.nodeId());
        this.gaps = gaps;
        Gauge.builder("parley.chat.channels.live", live, Map::size).register(metrics);
        newSubscriptions.listen(created -> Thread.startVirtualThread(() -> joinNew(created)));
        bus.onReconnect(() -> check(true));
    }

    /**
     * A channel that was joined.
     *
     * @param after all versions after this one are pushed
     * @param first whether nobody on this node had it before
     * @param subscribed ends when the bus brings its messages
     */
    private record Joined(long after, boolean first, CompletionStage<Void> subscribed) {}

    /** A receiver and the channels it gets. */
    public final class Attachment implements AutoCloseable {

        private final Receiver receiver;
        private final Set<Long> channels = new HashSet<>(4);
        private boolean closed;

        private Attachment(Receiver receiver) {
            this.receiver = receiver;
        }

        Receiver receiver() {
            return receiver;
        }

        private synchronized boolean has(long channelId) {
            return channels.contains(channelId);
        }

        /** Joins a channel; empty when that was done or the receiver is gone. */
        private synchronized Optional<Joined> join(long channelId, long since) {
            return closed || !channels.add(channelId)
                    ? Optional.empty()
                    : Optional.of(addTo(channelId, since, receiver));
        }

        /** Ends delivery to the receiver. */
        @Override
        public void close() {
            attachments.computeIfPresent(receiver.userId(), (user, all) -> {
                all.remove(this);
                return all.isEmpty() ? null : all;
            });
            synchronized (this) {
                closed = true;
                channels.forEach(channelId -> removeFrom(channelId, receiver));
                channels.clear();
            }
        }
    }

    /** Makes an attachment that gets nothing yet but may be closed at any time; {@link #start} begins delivery. */
    public Attachment attach(Receiver receiver) {
        Attachment attachment = new Attachment(receiver);
        attachments.computeIfAbsent(receiver.userId(), user -> ConcurrentHashMap.newKeySet(2)).add(attachment);
        return attachment;
    }

    /** Begins delivery of all channels of the receiver's person: what is committed after this returns is pushed. Blocks. */
    public void start(Attachment attachment) {
        List<CompletionStage<Void>> subscribing = new ArrayList<>();
        List<Long> joined = new ArrayList<>();
        for (Subscription s : memberships.subscriptions(List.of(attachment.receiver.userId()))) {
            attachment.join(s.channelId(), s.lastVersion()).filter(Joined::first).ifPresent(channel -> {
                subscribing.add(channel.subscribed());
                joined.add(s.channelId());
            });
        }
        await(subscribing);
        compareWithStore(joined); // what was committed between reading the version and listening
    }

    private static void await(List<CompletionStage<Void>> subscribing) {
        try {
            CompletableFuture
                    .allOf(subscribing.stream().map(CompletionStage::toCompletableFuture)
                            .toArray(CompletableFuture[]::new))
                    .orTimeout(SUBSCRIBE_PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            log.debug("Redis is away or slow; delivery goes through the store", e);
        }
    }

    private Joined addTo(long channelId, long since, Receiver receiver) {
        Joined[] joined = new Joined[1];
        live.compute(channelId, (id, existing) -> {
            if (existing != null) {
                joined[0] = new Joined(existing.add(receiver), false, CompletableFuture.completedFuture(null));
                return existing;
            }
            LiveChannel channel = new LiveChannel(id, since, frames);
            joined[0] = new Joined(channel.add(receiver), true,
                    bus.subscribe(Announcer.topic(id), json -> onPublication(id, json)));
            return channel;
        });
        return joined[0];
    }

    private void removeFrom(long channelId, Receiver receiver) {
        live.computeIfPresent(channelId, (id, channel) -> {
            if (!channel.removeAndIsEmpty(receiver)) {
                return channel;
            }
            bus.unsubscribe(Announcer.topic(id));
            return null;
        });
    }

    private void joinNew(List<Subscription> created) {
        try {
            created.forEach(this::joinAll);
        } catch (DataAccessException | TransactionException e) {
            log.debug("the store is away; new subscriptions are found later", e);
        }
    }

    /** Joins a channel that its person subscribed to while online; what was pushed here before is sent to the newcomer alone. */
    private void joinAll(Subscription subscription) {
        long since = Math.max(0, subscription.lastVersion() - settings.page());
        for (Attachment attachment : attachments.getOrDefault(subscription.userId(), Set.of())) {
            attachment.join(subscription.channelId(), since).ifPresent(joined -> {
                await(List.of(joined.subscribed()));
                catchUp(subscription.channelId(), attachment.receiver, since, joined.after());
            });
        }
        compareWithStore(List.of(subscription.channelId()));
    }

    private void catchUp(long channelId, Receiver receiver, long since, long upTo) {
        List<Message> missed = history.range(channelId, since, Math.min(upTo, since + settings.page()));
        if (!missed.isEmpty()) {
            frames.frames(channelId, missed)
                    .forEach(frame -> receiver.push(channelId, frame.firstVersion(), frame.json()));
        }
    }

    /** Up to which version a receiver must read what it missed by itself; later ones are pushed to it. Joins it if need be. */
    long resumePoint(Attachment attachment, long channelId) {
        if (!attachment.has(channelId)) {
            long last = messages.lastVersions(List.of(channelId)).getOrDefault(channelId, 0L);
            attachment.join(channelId, last).ifPresent(joined -> await(List.of(joined.subscribed())));
            compareWithStore(List.of(channelId));
        }
        LiveChannel channel = live.get(channelId);
        return channel == null ? 0 : channel.resumePoint(attachment.receiver);
    }

    private void onPublication(long channelId, byte[] json) {
        if (Passing.is(json)) {
            onPassing(channelId, Passing.decode(json));
            return;
        }
        boolean own = json.length > ownPublication.length
                && Arrays.equals(json, 0, ownPublication.length, ownPublication, 0, ownPublication.length);
        if (!own) { // the writer here has pushed its own already
            onNewMessages(channelId, MessageCodec.publication(json).messages());
        }
    }

    /** Sends to those who are online here. Never blocks. */
    void onPassing(long channelId, Passing passing) {
        LiveChannel channel = live.get(channelId);
        if (channel != null) {
            channel.pass(passing);
        }
    }

    /** Pushes messages that were committed. Never blocks. */
    void onNewMessages(long channelId, List<Message> committed) {
        LiveChannel channel = live.get(channelId);
        if (channel != null && channel.offer(committed)) {
            gaps.fill(channel);
        }
    }

    @Scheduled(fixedRate = 250)
    void checkWhenDue() {
        boolean connected = bus.connected();
        Duration interval = connected ? settings.checkInterval() : settings.checkIntervalWithoutBus();
        if (System.nanoTime() - lastCheck >= interval.toNanos()) {
            check(!connected);
        }
    }

    /** Compares with the store what should have been pushed; one check at a time. */
    private void check(boolean subscriptionsToo) {
        if (!checking.compareAndSet(false, true)) {
            return;
        }
        try {
            if (subscriptionsToo) {
                for (List<Long> users : chunks(attachments.keySet())) {
                    memberships.subscriptions(users).forEach(this::joinAll);
                }
            }
            chunks(live.keySet()).forEach(this::compareWithStore);
        } catch (DataAccessException | TransactionException e) {
            log.debug("the store is away; comparing later", e);
        } finally {
            lastCheck = System.nanoTime();
            checking.set(false);
        }
    }

    private void compareWithStore(List<Long> channelIds) {
        messages.lastVersions(channelIds).forEach((channelId, lastVersion) -> {
            LiveChannel channel = live.get(channelId);
            if (channel != null && channel.isBehind(lastVersion)) {
                gaps.fill(channel);
            }
        });
    }

    private static List<List<Long>> chunks(Set<Long> ids) {
        List<Long> all = List.copyOf(ids);
        List<List<Long>> chunks = new ArrayList<>();
        for (int from = 0; from < all.size(); from += CHUNK) {
            chunks.add(all.subList(from, Math.min(all.size(), from + CHUNK)));
        }
        return chunks;
    }
}
