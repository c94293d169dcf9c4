package dev.parley.chat.presence;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import dev.parley.chat.operation.Caller;

/** One person whom somebody on this node watches: who does, and what is known of the person. */
final class Watched {

    private final long userId;
    private final CompletionStage<Void> subscribed;
    /** Who watches, and whether they were told what is known. */
    private final Map<Caller, Boolean> watchers = new HashMap<>(2);
    private @Nullable Presence known;
    private long changes;

    /** @param subscribed ends when changes of this person are heard */
    Watched(long userId, CompletionStage<Void> subscribed) {
        this.userId = userId;
        this.subscribed = subscribed;
    }

    CompletionStage<Void> subscribed() {
        return subscribed;
    }

    synchronized void add(Caller watcher) {
        watchers.put(watcher, false);
    }

    /** Whether nobody is left. */
    synchronized boolean removeAndIsEmpty(Caller watcher) {
        watchers.remove(watcher);
        return watchers.isEmpty();
    }

    synchronized List<Caller> watchers() {
        return List.copyOf(watchers.keySet());
    }

    /** How many changes were heard. */
    synchronized long changes() {
        return changes;
    }

    /** Takes a change that was published. */
    synchronized void heard(Presence presence) {
        changes++;
        learn(presence);
    }

    /** Takes what was looked up when so many changes had been heard; one that came since is newer than that. */
    synchronized void lookedUp(Presence presence, long changesBefore) {
        if (changes == changesBefore) {
            learn(presence);
        }
    }

    /** Tells those who were not told yet; everybody when it is news. */
    private void learn(Presence presence) {
        boolean news = known == null || known.online() != presence.online();
        known = presence;
        byte[] frame = PresenceFrames.presence(userId, presence);
        watchers.replaceAll((watcher, told) -> {
            if (news || !told) {
                watcher.offer(frame);
            }
            return true;
        });
    }
}
