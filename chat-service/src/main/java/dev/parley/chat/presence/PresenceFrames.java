package dev.parley.chat.presence;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.platform.id.Ids;

/** The frames that tell watchers who is online. */
final class PresenceFrames {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private PresenceFrames() {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record PresenceFrame(String type, String userId, boolean online, @Nullable Instant lastSeenAt) {}

    static byte[] presence(long userId, Presence presence) {
        return JSON.writeValueAsBytes(new PresenceFrame("presence", Ids.format(userId), presence.online(),
                presence.lastSeenAt().orElse(null)));
    }
}
