package dev.parley.chat.channel;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A channel as one of its subscribers sees it.
 *
 * @param title of a group
 * @param lastVersion version of the newest entry; 0 when there is none
 * @param closed whether nothing can be written any more
 * @param memberCount how many subscribe to it
 * @param own the subscriber's side of it
 * @param members user ids, ascending, without those whose account is deleted; empty for a group, whose members are listed by pages
 */
record Channel(long id, ChannelType type, @Nullable String title, long lastVersion, Instant createdAt, boolean closed,
        int memberCount, Own own, List<Long> members) {

    /** What is the subscriber's alone. */
    record Own(Role role, Notifications notifications, Optional<Instant> mutedUntil, Reading reading) {

        static final Own OF_NEW_MEMBER = new Own(Role.MEMBER, Notifications.ALL, Optional.empty(),
                Reading.OF_NEW_CHANNEL);
        static final Own OF_NEW_OWNER = new Own(Role.OWNER, Notifications.ALL, Optional.empty(),
                Reading.OF_NEW_CHANNEL);

        private Own withMentions(long count) {
            return new Own(role, notifications, mutedUntil, reading.withMentions(count));
        }
    }

    Channel withMembers(List<Long> userIds) {
        return new Channel(id, type, title, lastVersion, createdAt, closed, memberCount, own, userIds);
    }

    Channel withMentions(long count) {
        return new Channel(id, type, title, lastVersion, createdAt, closed, memberCount, own.withMentions(count),
                members);
    }
}
