package dev.parley.chat.channel;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.parley.chat.problem.ChatProblem;
import dev.parley.platform.id.Ids;

/** A channel as its subscriber gets it over HTTP; what does not apply is left out. */
record ChannelView(String id, String type, @Nullable String title, @Nullable List<Member> members, int memberCount,
        String role, String notifications, long lastVersion, long readVersion, long deliveredVersion, long unread,
        long mentions, Instant createdAt, boolean closed,
        @Nullable Instant mutedUntil, @Nullable List<Refusal> refused) {

    record Member(String userId) {}

    static ChannelView of(Channel channel) {
        List<Member> members = channel.type() == ChannelType.GROUP
                ? null
                : channel.members().stream().map(id -> new Member(Ids.format(id))).toList();
        Reading reading = channel.own().reading();
        return new ChannelView(Ids.format(channel.id()), channel.type().externalName(), channel.title(), members,
                channel.memberCount(), channel.own().role().externalName(),
                channel.own().notifications().externalName(), channel.lastVersion(), reading.readVersion(),
                reading.deliveredVersion(), reading.unread(), reading.mentions(), channel.createdAt(),
                channel.closed(), channel.own().mutedUntil().filter(Instant.now()::isBefore).orElse(null), null);
    }

    /** The same, with those who were to be in it and are not. */
    ChannelView withRefused(Map<Long, ChatProblem> notAdded) {
        return new ChannelView(id, type, title, members, memberCount, role, notifications, lastVersion, readVersion,
                deliveredVersion, unread, mentions, createdAt,
                closed, mutedUntil, Refusal.of(notAdded));
    }
}
