package dev.parley.chat.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

import dev.parley.chat.bus.NodeBus;
import dev.parley.chat.channel.Memberships;
import dev.parley.chat.channel.Subscription;
import dev.parley.chat.settings.ChatSettings;
import dev.parley.chat.settings.DeliverySettings;

/**
 * Delivery to the people online on this node. Pushes and news may be lost: a gap is filled when the next message shows it, and every few
 * seconds the last versions are compared with the store, more rarely the subscriptions too.
 */
@Component
public class Delivery {

    private static final Logger log = LoggerFactory.getLogger(Delivery.class);
    private static final int CHUNK = 1000;
    /** So many comparisons of versions come between two of subscriptions, which are many more rows. */
    private static final int CHECKS_PER_SUBSCRIPTION_CHECK = 10;

    private final AtomicBoolean checking = new AtomicBoolean();
    private volatile long lastCheck = System.nanoTime();
    private volatile int checksSinceSubscriptions;
    private final Attachments attachments;
    private final LiveChannels live;
    private final SubscriptionChanges subscriptions;
    private final MessageLog messages;
    private final Memberships memberships;
    private final NodeBus bus;
    private final DeliverySettings settings;

    Delivery(Attachments attachments, LiveChannels live, SubscriptionChanges subscriptions, MessageLog messages,
            Memberships memberships, NodeBus bus, ChatSettings settings) {
        this.attachments = attachments;
        this.live = live;
        this.subscriptions = subscriptions;
        this.messages = messages;
        this.memberships = memberships;
        this.bus = bus;
        this.settings = settings.delivery();
        bus.onReconnect(() -> check(true));
    }

    /** Makes an attachment that gets nothing yet but may be closed at any time; {@link #start} begins delivery. */
    public Attachment attach(Receiver receiver) {
        return attachments.open(receiver);
    }

    /** Begins delivery of all channels of the receiver's person: what is committed after this returns is pushed. Blocks. */
    public void start(Attachment attachment) {
        List<CompletionStage<Void>> subscribing = new ArrayList<>();
        List<Long> first = new ArrayList<>();
        List<Long> late = new ArrayList<>();
        for (Subscription s : memberships.subscriptions(List.of(attachment.receiver().userId()))) {
            attachment.join(s.channelId(), s.lastVersion()).ifPresent(joined -> {
                if (joined.first()) {
                    subscribing.add(joined.subscribed());
                    first.add(s.channelId());
                } else if (joined.after() > s.lastVersion()) {
                    late.add(s.channelId());
                }
            });
        }
        SubscriptionChanges.awaitAll(subscribing);
        late.forEach(channelId -> subscriptions.isStillSubscribed(attachment, channelId));
        compareWithStore(first); // what was committed between reading the version and listening
    }

    /**
     * Up to which version a receiver must read what it missed by itself; later ones are pushed to it. Joins it if need be. Empty when the channel
     * is not its person's any more. Blocks.
     */
    OptionalLong resumePoint(Attachment attachment, long channelId) {
        if (!attachment.has(channelId)) {
            long last = messages.lastVersions(List.of(channelId)).getOrDefault(channelId, 0L);
            attachment.join(channelId, last)
                    .ifPresent(joined -> SubscriptionChanges.awaitAll(List.of(joined.subscribed())));
            if (!subscriptions.isStillSubscribed(attachment, channelId)) {
                return OptionalLong.empty();
            }
            compareWithStore(List.of(channelId));
        }
        Optional<LiveChannel> channel = live.find(channelId);
        return OptionalLong.of(channel.map(found -> found.resumePoint(attachment.receiver())).orElse(0L));
    }

    /** Sends to those who are online here. Never blocks. */
    void onPassing(long channelId, Passing passing) {
        live.find(channelId).ifPresent(channel -> channel.pass(passing));
    }

    /** Pushes messages that were committed. Never blocks. */
    void onNewMessages(long channelId, List<Message> committed) {
        live.onNewMessages(channelId, committed);
    }

    @Scheduled(fixedRate = 250)
    void checkWhenDue() {
        boolean connected = bus.connected();
        if (System.nanoTime() - lastCheck >= (connected ? settings.checkInterval() : settings.checkIntervalWithoutBus())
                .toNanos()) {
            check(!connected || ++checksSinceSubscriptions >= CHECKS_PER_SUBSCRIPTION_CHECK);
        }
    }

    /** Compares with the store what should have been pushed, and to whom; one check at a time. */
    private void check(boolean subscriptionsToo) {
        if (!checking.compareAndSet(false, true)) {
            return;
        }
        try {
            chunks(live.ids()).forEach(this::compareWithStore);
            if (subscriptionsToo) {
                checksSinceSubscriptions = 0;
                chunks(attachments.userIds()).forEach(subscriptions::compareWithStore);
            }
        } catch (DataAccessException | TransactionException e) {
            log.debug("the store is away; comparing later", e);
        } finally {
            lastCheck = System.nanoTime();
            checking.set(false);
        }
    }

    private void compareWithStore(List<Long> channelIds) {
        live.compareWithStore(channelIds).forEach(subscriptions::end);
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
