package dev.parley.chat.presence;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Who may know whether somebody is online: that person themselves, their contacts, and who shares a channel with them; but nobody whom they
 * block. From the primary.
 */
@Component
class PresenceVisibility {

    /** Index: primary key of relations. */
    static final String RELATIONS = """
        SELECT user_id, blocked_at IS NOT NULL AS blocks, contact FROM relations
        WHERE user_id IN (:users) AND other_id = :viewer""";

    /** Index: subscriptions_by_user of whom it is about, then the primary key of subscriptions. */
    static final String IN_SHARED_CHANNELS = """
        SELECT DISTINCT theirs.user_id FROM subscriptions theirs FORCE INDEX (subscriptions_by_user)
        STRAIGHT_JOIN subscriptions mine FORCE INDEX (PRIMARY)
          ON mine.channel_id = theirs.channel_id AND mine.user_id = :viewer
        WHERE theirs.user_id IN (:users)""";

    private static final int ACCEPTED = 3;

    private final JdbcClient jdbc;

    PresenceVisibility(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record FromTheirSide(long userId, boolean blocks, boolean contact) {}

    /** Those of these people whom the viewer may see. Blocks for the store. */
    Set<Long> visible(long viewer, Collection<Long> users) {
        Set<Long> visible = new HashSet<>();
        Set<Long> open = new HashSet<>(users);
        if (open.remove(viewer)) {
            visible.add(viewer);
        }
        if (open.isEmpty()) {
            return visible;
        }
        List<FromTheirSide> relations = jdbc.sql(RELATIONS).param("users", open).param("viewer", viewer)
                .query((row, n) -> new FromTheirSide(row.getLong("user_id"), row.getBoolean("blocks"),
                        row.getInt("contact") == ACCEPTED))
                .list();
        for (FromTheirSide relation : relations) {
            if (relation.blocks() || relation.contact()) {
                open.remove(relation.userId());
            }
            if (relation.contact() && !relation.blocks()) {
                visible.add(relation.userId());
            }
        }
        if (!open.isEmpty()) {
            visible.addAll(jdbc.sql(IN_SHARED_CHANNELS).param("users", open).param("viewer", viewer)
                    .query((row, n) -> row.getLong(1))
                    .list());
        }
        return visible;
    }
}
