package dev.parley.chat.message;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

import dev.parley.chat.channel.ChannelNews;
import dev.parley.chat.channel.Memberships;
import dev.parley.chat.channel.Subscription;
import dev.parley.chat.channel.SubscriptionNews;
import dev.parley.chat.settings.ChatSettings;

/**
 * Subscriptions that begin and end while people are online. A hint comes by the bus; what is sure comes in the stream: an entry says who is gone, and
 * whoever that is gets nothing after it. Whoever is joined late, when later entries were pushed already, is looked up in the store once more.
 */
@Component
class SubscriptionChanges implements SubscriptionNews.Listener, LiveChannel.MembersListener {

    private static final Logger log = LoggerFactory.getLogger(SubscriptionChanges.class);
    private static final long SUBSCRIBE_PATIENCE_MILLIS = 1000;

    private final Attachments attachments;
    private final LiveChannels live;
    private final Memberships memberships;
    private final History history;
    private final BodyCipher cipher;
    private final MessageFrames frames;
    private final int page;

    SubscriptionChanges(Attachments attachments, LiveChannels live, Memberships memberships, SubscriptionNews news,
            History history, BodyCipher cipher, MessageFrames frames, ChatSettings settings) {
        this.attachments = attachments;
        this.live = live;
        this.memberships = memberships;
        this.history = history;
        this.cipher = cipher;
        this.frames = frames;
        this.page = settings.delivery().page();
        live.listen(this);
        news.listen(this);
    }

    @Override
    public void onBegun(List<Subscription> subscriptions) {
        inBackground(() -> subscriptions.forEach(this::begin));
    }

    @Override
    public void onEnded(long channelId, long userId) {
        inBackground(() -> lookAgain(channelId, userId, OptionalLong.empty()));
    }

    @Override
    public void onRemoved(long channelId) {
        inBackground(() -> end(channelId));
    }

    @Override
    public Set<Long> onEntry(Message entry) {
        MemberEntry members = cipher.open(entry.channelId(), entry.id(), entry.body())
                .map(MemberEntry::read)
                .orElse(new MemberEntry(Set.of(), Set.of()));
        long channelId = entry.channelId();
        memberships.forget(channelId, members.gone());
        members.gone().stream().filter(attachments.userIds()::contains).forEach(userId -> inBackground(
                () -> lookAgain(channelId, userId, OptionalLong.of(entry.version()))));
        members.joined().stream().filter(attachments.userIds()::contains).forEach(userId -> inBackground(
                () -> begin(new Subscription(channelId, userId, entry.version() - 1))));
        return members.gone();
    }

    private static void inBackground(Runnable change) {
        Thread.startVirtualThread(() -> {
            try {
                change.run();
            } catch (DataAccessException | TransactionException e) {
                log.debug("the store is away; subscriptions are compared later", e);
            }
        });
    }

    /** Joins a channel that its person subscribed to while online; what was pushed here before is sent to the newcomer alone. */
    private void begin(Subscription subscription) {
        for (Attachment attachment : attachments.of(subscription.userId())) {
            attachment.join(subscription.channelId(), subscription.lastVersion())
                    .ifPresent(joined -> begin(subscription, attachment, joined));
        }
    }

    private void begin(Subscription subscription, Attachment attachment, LiveChannels.Joined joined) {
        long channelId = subscription.channelId();
        long since = subscription.lastVersion();
        awaitAll(List.of(joined.subscribed()));
        if (joined.after() <= since || isStillSubscribed(attachment, channelId)) {
            catchUp(channelId, attachment.receiver(), since, joined.after());
            live.compareWithStore(List.of(channelId)).forEach(this::end);
        }
    }

    /** Whether a joined channel is the person's by what the store holds now; if it is not, or that cannot be told, it is left. */
    boolean isStillSubscribed(Attachment attachment, long channelId) {
        boolean subscribed = false;
        try {
            subscribed = memberships.isSubscribedNow(channelId, attachment.receiver().userId());
        } finally {
            if (!subscribed) {
                var _ = attachment.leave(channelId);
            }
        }
        return subscribed;
    }

    private void catchUp(long channelId, Receiver receiver, long since, long upTo) {
        List<Message> missed = history.range(channelId, since, Math.min(upTo, since + page));
        if (!missed.isEmpty()) {
            frames.frames(channelId, missed)
                    .forEach(frame -> receiver.push(channelId, frame.firstVersion(), frame.json()));
        }
    }

    /**
     * Leaves the channel, and joins it again if the store says that the person subscribes to it: then what told of the end was old.
     *
     * @param seen up to which version the person got the channel, where that is known
     */
    private void lookAgain(long channelId, long userId, OptionalLong seen) {
        OptionalLong since = seen;
        for (Attachment attachment : attachments.of(userId)) {
            OptionalLong pushed = attachment.leave(channelId);
            since = since.isPresent() ? since : pushed;
        }
        if (since.isPresent() && memberships.isSubscribedNow(channelId, userId)) {
            begin(new Subscription(channelId, userId, since.getAsLong()));
        }
    }

    /** Ends a channel that is gone, and tells those who had it open. */
    void end(long channelId) {
        byte[] frame = ChannelNews.frame(channelId, ChannelNews.Event.DISSOLVED);
        live.find(channelId).map(LiveChannel::userIds).orElse(Set.of()).stream()
                .flatMap(userId -> attachments.of(userId).stream())
                .filter(attachment -> attachment.leave(channelId).isPresent())
                .forEach(attachment -> attachment.receiver().offer(frame));
    }

    /** Compares with the store which channels these people have, for when the bus has lost the news. Blocks. */
    void compareWithStore(List<Long> userIds) {
        Map<Attachment, Set<Long>> joined = new HashMap<>(); // before the store is read: what is joined later is no mistake
        userIds.forEach(userId -> attachments.of(userId).forEach(a -> joined.put(a, a.channels())));
        Map<Long, Set<Long>> subscribed = new HashMap<>();
        for (Subscription s : memberships.subscriptions(userIds)) {
            subscribed.computeIfAbsent(s.userId(), user -> new HashSet<>()).add(s.channelId());
            begin(new Subscription(s.channelId(), s.userId(), Math.max(0, s.lastVersion() - page)));
        }
        joined.forEach((attachment, channels) -> channels.stream()
                .filter(id -> !subscribed.getOrDefault(attachment.receiver().userId(), Set.of()).contains(id))
                .forEach(attachment::leave));
    }

    static void awaitAll(List<CompletionStage<Void>> subscribing) {
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
}
