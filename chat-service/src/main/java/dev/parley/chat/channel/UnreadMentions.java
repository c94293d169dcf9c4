package dev.parley.chat.channel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How often somebody is mentioned in what they have not read; from the primary. */
@Component
class UnreadMentions {

    private final JdbcClient jdbc;

    UnreadMentions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The same channels of that person with their mentions, in one query, and none when everything is read. Blocks. */
    List<Channel> addTo(long userId, List<Channel> channels) {
        Collection<Channel> unread = channels.stream()
                .filter(channel -> channel.own().reading().unread() > 0) // elsewhere nobody can be mentioned
                .toList();
        if (unread.isEmpty()) {
            return channels;
        }
        List<Object> parameters = new ArrayList<>(3 * unread.size());
        unread.forEach(channel -> Collections.addAll(parameters, channel.id(), userId,
                channel.own().reading().readVersion()));
        Map<Long, Long> counts = new HashMap<>();
        jdbc.sql(sql(unread.size())).params(parameters).query(row -> {
            counts.put(row.getLong(1), row.getLong(2));
        });
        return channels.stream()
                .map(channel -> counts.containsKey(channel.id())
                        ? channel.withMentions(counts.getOrDefault(channel.id(), 0L))
                        : channel)
                .toList();
    }

    /** Index: primary key of mentions, two ranges for each channel: what lies above the cursor. User 0 is everybody. */
    static String sql(int channels) {
        return "SELECT channel_id, COUNT(DISTINCT version) FROM mentions WHERE "
                + String.join(" OR ",
                        Collections.nCopies(channels, "(channel_id = ? AND user_id IN (0, ?) AND version > ?)"))
                + " GROUP BY channel_id";
    }
}
