package dev.parley.chat.message;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.stereotype.Component;

/**
 * Reading back: from the recent messages, or from a replica, or from the primary. The range asked for is known to exist, so a replica
 * that lags or a cache that forgot is seen from a missing version, and never believed.
 */
@Component
class History {

    private record Range(long channelId, long after, long upTo) {}

    private final MessageLog messages;
    private final RecentMessages recent;
    private final Map<Range, CompletableFuture<List<Message>>> flights = new ConcurrentHashMap<>();

    History(MessageLog messages, RecentMessages recent) {
        this.messages = messages;
        this.recent = recent;
    }

    /**
     * The messages with {@code after < version <= upTo}, where {@code upTo} is a version that the primary has or had: all of
     * them, ascending, without the bodies of those that are recalled by now. Fewer only when they are not in the store any more.
     * Blocks; throws as {@link MessageLog} does.
     */
    List<Message> range(long channelId, long after, long upTo) {
        return upTo <= after ? List.of() : range(channelId, after, upTo, messages.lastRecall(channelId));
    }

    /**
     * The same for who knows already which recall is the channel's newest.
     *
     * @param lastRecall its version, read from the primary for the very request that is answered now; 0: nothing was recalled
     */
    List<Message> range(long channelId, long after, long upTo, long lastRecall) {
        if (upTo <= after) {
            return List.of();
        }
        List<Message> found = recent.range(channelId, after, upTo)
                .orElseGet(() -> load(new Range(channelId, after, upTo)));
        // A recall comes after what it takes back: behind the last one nothing is missing.
        return lastRecall <= after ? found : withoutErased(channelId, after, upTo, found);
    }

    /** Entries change in this way only. A cache or a replica may have the old body; the primary says which are gone. */
    private List<Message> withoutErased(long channelId, long after, long upTo, List<Message> found) {
        Set<Long> erased = messages.erased(channelId, after, upTo);
        return erased.isEmpty()
                ? found
                : found.stream()
                        .map(message -> erased.contains(message.version()) ? message.erased() : message)
                        .toList();
    }

    /** Of many that miss the same range at once, one asks the store. */
    private List<Message> load(Range range) {
        CompletableFuture<List<Message>> mine = new CompletableFuture<>();
        CompletableFuture<List<Message>> flight = flights.computeIfAbsent(range, r -> mine);
        if (flight == mine) {
            try {
                mine.complete(loadFromStore(range));
            } catch (RuntimeException e) {
                mine.completeExceptionally(e);
            } finally {
                flights.remove(range, mine);
            }
        }
        try {
            return flight.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private List<Message> loadFromStore(Range range) {
        List<Message> found = messages.readPossiblyStale(range.channelId(), range.after(), range.upTo());
        if (!isComplete(found, range.after(), range.upTo())) {
            found = messages.read(range.channelId(), range.after(), range.upTo());
        }
        recent.add(range.channelId(), found);
        return found;
    }

    /** Whether these are exactly the versions after {@code after} up to {@code upTo}. */
    static boolean isComplete(List<Message> messages, long after, long upTo) {
        if (messages.size() != upTo - after) {
            return false;
        }
        long expected = after;
        for (Message message : messages) {
            if (message.version() != ++expected) {
                return false;
            }
        }
        return true;
    }
}
