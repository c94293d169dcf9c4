package dev.parley.chat.message;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.jdbc.core.simple.JdbcClient;

import dev.parley.chat.problem.ChatProblem;
import dev.parley.platform.store.UtcColumn;

/**
 * Whether those who sent may write still, now that their message is to be stored: somebody may have been removed or muted while it was in the queue.
 * Asked under the locks of the channels' rows, so that each message comes before such a change or after it.
 */
final class SenderRights {

    /** Index: primary key. */
    static final String REMOVED = "SELECT channel_id FROM removed_channels WHERE channel_id IN (:channels)";

    private final JdbcClient jdbc;

    SenderRights(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Somebody in a group. */
    record Sender(long channelId, long userId) {

        static Sender of(QueuedMessage message) {
            return new Sender(message.channelId(), message.key().senderId());
        }
    }

    /** Those who may not write, and why; {@code messages} are of clients, to groups. */
    Map<Sender, ChatProblem> barred(Collection<QueuedMessage> messages, Instant now) {
        if (messages.isEmpty()) {
            return Map.of();
        }
        Map<Long, Set<Long>> senders = new HashMap<>();
        messages.forEach(m -> senders.computeIfAbsent(m.channelId(), id -> new HashSet<>()).add(m.key().senderId()));
        Map<Sender, ChatProblem> barred = new HashMap<>();
        messages.forEach(message -> barred.put(Sender.of(message), ChatProblem.CHANNEL_NOT_FOUND));
        List<Object> parameters = new ArrayList<>();
        senders.forEach((channelId, userIds) -> {
            parameters.add(channelId);
            parameters.addAll(userIds);
        });
        jdbc.sql(sql(senders.values().stream().map(Set::size).toList())).params(parameters).query(row -> {
            Sender sender = new Sender(row.getLong("channel_id"), row.getLong("user_id"));
            if (UtcColumn.readOptional(row, "muted_until").filter(until -> until.isAfter(now)).isPresent()) {
                barred.put(sender, ChatProblem.MUTED);
            } else {
                barred.remove(sender);
            }
        });
        return barred;
    }

    /**
     * Index: primary key of subscriptions, one range for each sender.
     *
     * @param sendersPerChannel how many senders are asked for, for each channel
     */
    static String sql(List<Integer> sendersPerChannel) {
        return "SELECT channel_id, user_id, muted_until FROM subscriptions WHERE " + sendersPerChannel.stream()
                .map(count -> "(channel_id = ? AND user_id IN (" + String.join(", ", Collections.nCopies(count, "?"))
                        + "))")
                .collect(Collectors.joining(" OR "));
    }

    /** Those of these channels that are gone, and not mistakes. */
    Set<Long> removed(Collection<Long> channelIds) {
        return channelIds.isEmpty()
                ? Set.of()
                : jdbc.sql(REMOVED).param("channels", channelIds).query(Long.class).list().stream()
                        .map(Objects::requireNonNull)
                        .collect(Collectors.toSet());
    }
}
