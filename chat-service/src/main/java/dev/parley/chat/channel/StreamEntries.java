package dev.parley.chat.channel;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import dev.parley.platform.id.Ids;

/** What is written into a group's stream when it changes. */
final class StreamEntries {

    private StreamEntries() {}

    static ChannelEvents.Event title(String title) {
        return new ChannelEvents.Event(ChannelEvents.Kind.CHANNEL, Map.of("title", title));
    }

    static ChannelEvents.Event joined(Collection<Long> userIds) {
        return members(Map.of("joined", ids(userIds)));
    }

    static ChannelEvents.Event removed(long userId) {
        return members(Map.of("removed", ids(List.of(userId))));
    }

    static ChannelEvents.Event left(long userId) {
        return members(Map.of("left", ids(List.of(userId))));
    }

    /** Somebody left, and others have another role by that. */
    static ChannelEvents.Event left(long userId, Map<Long, Role> roles) {
        return members(Map.of("left", ids(List.of(userId)), "roles", names(roles)));
    }

    static ChannelEvents.Event roles(Map<Long, Role> roles) {
        return members(Map.of("roles", names(roles)));
    }

    static ChannelEvents.Event muted(long userId, Optional<Instant> until) {
        return members(Map.of("muted",
                Collections.singletonMap(Ids.format(userId), until.map(Instant::toString).orElse(null))));
    }

    private static ChannelEvents.Event members(Map<String, Object> body) {
        return new ChannelEvents.Event(ChannelEvents.Kind.MEMBERS, body);
    }

    private static List<String> ids(Collection<Long> userIds) {
        return userIds.stream().map(Ids::format).toList();
    }

    private static Map<String, String> names(Map<Long, Role> roles) {
        Map<String, String> names = new TreeMap<>();
        roles.forEach((userId, role) -> names.put(Ids.format(userId), role.externalName()));
        return names;
    }
}
