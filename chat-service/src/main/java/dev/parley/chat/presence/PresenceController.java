package dev.parley.chat.presence;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import dev.parley.platform.id.Ids;
import dev.parley.platform.identity.Identity;
import dev.parley.platform.problem.InvalidRequest;

/** Who is online at this moment, of those whom the caller may see. The method blocks: WebFlux runs it on a virtual thread. */
@RestController
class PresenceController {

    static final int MOST = 100;

    private final PresenceVisibility visibility;
    private final SharedPresence shared;

    PresenceController(PresenceVisibility visibility, SharedPresence shared) {
        this.visibility = visibility;
        this.shared = shared;
    }

    record PresenceView(String userId, boolean online, @Nullable Instant lastSeenAt) {}

    record PresenceList(List<PresenceView> items) {}

    /** Whom the caller may not see is left out, as is who does not exist; and everybody while Redis is away. */
    @GetMapping("/api/chat/presence")
    PresenceList list(@RequestParam("userId") List<String> userIds, @AuthenticationPrincipal Identity me) {
        if (userIds.isEmpty() || userIds.size() > MOST) {
            throw InvalidRequest.of("userId", "must name 1 to " + MOST + " people");
        }
        Set<Long> asked = new LinkedHashSet<>();
        for (String userId : userIds) {
            asked.add(Ids.parse(userId).orElseThrow(() -> InvalidRequest.of("userId", "must be user ids")));
        }
        Map<Long, Presence> known = shared.look(visibility.visible(me.userId(), asked));
        return new PresenceList(asked.stream()
                .flatMap(userId -> Stream.ofNullable(known.get(userId)).map(presence -> view(userId, presence)))
                .toList());
    }

    private static PresenceView view(long userId, Presence presence) {
        return new PresenceView(Ids.format(userId), presence.online(), presence.lastSeenAt().orElse(null));
    }
}
