package dev.parley.chat.presence;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
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

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

import dev.parley.chat.bus.NodeBus;
import dev.parley.chat.contact.ContactNews;
import dev.parley.chat.online.OnlinePeople;
import dev.parley.chat.operation.Caller;
import dev.parley.chat.operation.OperationRefused;
import dev.parley.chat.problem.ChatProblem;
import dev.parley.chat.settings.ChatSettings;
import dev.parley.chat.settings.PresenceSettings;

/**
 * Who on this node watches whom. Changes are heard from the bus, of watched people only. What it loses, and what nobody publishes (a node that
 * was killed), is found by looking watched people up every now and then.
 */
@Component
class Watchers {

    private static final Logger log = LoggerFactory.getLogger(Watchers.class);
    private static final long SUBSCRIBE_PATIENCE_MILLIS = 1000;

    private final Map<Long, Watched> watched = new ConcurrentHashMap<>();
    private final Map<Caller, Watching> watchers = new ConcurrentHashMap<>();
    private final AtomicBoolean checking = new AtomicBoolean();
    private volatile long lastCheck = System.nanoTime();
    private final SharedPresence shared;
    private final PresenceVisibility visibility;
    private final OnlinePeople online;
    private final NodeBus bus;
    private final PresenceSettings settings;

    Watchers(SharedPresence shared, PresenceVisibility visibility, OnlinePeople online, ContactNews news, NodeBus bus,
            ChatSettings settings) {
        this.shared = shared;
        this.visibility = visibility;
        this.online = online;
        this.bus = bus;
        this.settings = settings.presence();
        news.listen((one, other) -> Thread.startVirtualThread(() -> changedBetween(one, other)));
        bus.onReconnect(this::lookAtAll);
    }

    /** Whom one socket watches, and when it was last looked up that it may. */
    private static final class Watching {

        private final Set<Long> userIds = new HashSet<>();
        private long checkedAt = System.nanoTime();

        synchronized Set<Long> userIds() {
            return Set.copyOf(userIds);
        }

        synchronized boolean add(Set<Long> more, int most) {
            Set<Long> together = new HashSet<>(userIds);
            together.addAll(more);
            if (together.size() > most) {
                return false;
            }
            userIds.addAll(more);
            return true;
        }

        synchronized void remove(Collection<Long> some) {
            userIds.removeAll(some);
        }

        synchronized boolean isDue(long everyNanos) {
            long now = System.nanoTime();
            boolean due = now - checkedAt >= everyNanos;
            if (due) {
                checkedAt = now;
            }
            return due;
        }
    }

    /**
     * Tells a socket from now on whether these people are online, beginning with what is known; of those whom its person may not see
     * it gets nothing, as of those who do not exist. Blocks for the store and for Redis.
     *
     * @throws OperationRefused {@code limit-reached}
     */
    void watch(Caller watcher, Collection<Long> userIds) {
        Set<Long> visible = visibility.visible(watcher.userId(), userIds);
        if (!watchers.computeIfAbsent(watcher, socket -> new Watching()).add(visible, settings.maxWatched())) {
            throw new OperationRefused(ChatProblem.LIMIT_REACHED,
                    "a socket watches at most " + settings.maxWatched() + " people");
        }
        List<Watched> added = new ArrayList<>();
        for (long userId : visible) {
            added.add(watched.compute(userId, (id, known) -> {
                Watched person = known == null
                        ? new Watched(id, bus.subscribe(SharedPresence.topic(id), payload -> heard(id, payload)))
                        : known;
                person.add(watcher);
                return person;
            }));
        }
        await(added.stream().map(Watched::subscribed).toList());
        look(visible);
        if (!online.devices(watcher.userId()).contains(watcher)) {
            remove(watcher); // closed meanwhile
        }
    }

    private static void await(List<CompletionStage<Void>> subscribing) {
        try {
            CompletableFuture
                    .allOf(subscribing.stream().map(CompletionStage::toCompletableFuture)
                            .toArray(CompletableFuture[]::new))
                    .copy() // the time-out is ours alone
                    .orTimeout(SUBSCRIBE_PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            log.debug("Redis is away or slow; who is online is looked up later", e);
        }
    }

    /** Ends watching these people. Never blocks. */
    void unwatch(Caller watcher, Collection<Long> userIds) {
        Watching watching = watchers.get(watcher);
        if (watching != null) {
            watching.remove(userIds);
        }
        userIds.forEach(userId -> watched.computeIfPresent(userId, (id, person) -> {
            if (!person.removeAndIsEmpty(watcher)) {
                return person;
            }
            bus.unsubscribe(SharedPresence.topic(id));
            return null;
        }));
    }

    private void remove(Caller watcher) {
        Watching watching = watchers.remove(watcher);
        if (watching != null) {
            unwatch(watcher, watching.userIds());
        }
    }

    private void heard(long userId, byte[] payload) {
        Watched person = watched.get(userId);
        if (person != null) {
            person.heard(Presence.published(payload));
        }
    }

    private void look(Collection<Long> userIds) {
        Map<Watched, Long> changes = new HashMap<>();
        Map<Watched, Long> ids = new HashMap<>();
        for (long userId : userIds) {
            Watched person = watched.get(userId);
            if (person != null) {
                changes.put(person, person.changes());
                ids.put(person, userId);
            }
        }
        Map<Long, Presence> known = shared.look(ids.values());
        changes.forEach((person, before) -> {
            Presence presence = known.get(ids.get(person));
            if (presence != null) {
                person.lookedUp(presence, before);
            }
        });
    }

    private void lookAtAll() {
        look(watched.keySet());
    }

    @Scheduled(fixedRate = 250)
    void tick() {
        if (System.nanoTime() - lastCheck < settings.expiry().toNanos() / 3 || !checking.compareAndSet(false, true)) {
            return;
        }
        try {
            watchers.keySet().stream()
                    .filter(watcher -> !online.devices(watcher.userId()).contains(watcher))
                    .forEach(this::remove);
            lookAtAll();
            watchers.forEach((watcher, watching) -> {
                if (watching.isDue(settings.recheck().toNanos())) {
                    stopWhatMayNotBeSeen(watcher, watching.userIds());
                }
            });
        } catch (DataAccessException | TransactionException e) {
            log.debug("the store is away; who may see whom is looked up later", e);
        } finally {
            lastCheck = System.nanoTime();
            checking.set(false);
        }
    }

    private void changedBetween(long one, long other) {
        try {
            stopWatching(one, other);
            stopWatching(other, one);
        } catch (DataAccessException | TransactionException e) {
            log.debug("the store is away; who may see whom is looked up later", e);
        }
    }

    private void stopWatching(long userId, long viewer) {
        Watched person = watched.get(userId);
        if (person != null) {
            person.watchers().stream()
                    .filter(watcher -> watcher.userId() == viewer)
                    .forEach(watcher -> stopWhatMayNotBeSeen(watcher, Set.of(userId)));
        }
    }

    /** To whoever may not see a person any more, that person is offline from then on. */
    private void stopWhatMayNotBeSeen(Caller watcher, Set<Long> userIds) {
        Set<Long> hidden = new HashSet<>(userIds);
        hidden.removeAll(visibility.visible(watcher.userId(), userIds));
        unwatch(watcher, hidden);
        hidden.forEach(userId -> watcher.offer(PresenceFrames.presence(userId, Presence.lastSeen(Optional.empty()))));
    }
}
