package dev.parley.chat.presence;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a person has a socket anywhere.
 *
 * @param lastSeenAt when they had one last; empty while they have one, and when it is not known
 */
record Presence(boolean online, Optional<Instant> lastSeenAt) {

    static final Presence ONLINE = new Presence(true, Optional.empty());

    static Presence lastSeen(Optional<Instant> at) {
        return new Presence(false, at);
    }

    /** As it is published between nodes: the time in milliseconds as text, or nothing for who is online. */
    static Presence published(byte[] payload) {
        return payload.length == 0 ? ONLINE : lastSeen(Optional.of(instant(payload)));
    }

    static Instant instant(byte[] millis) {
        return Instant.ofEpochMilli(Long.parseLong(new String(millis, StandardCharsets.US_ASCII)));
    }
}
