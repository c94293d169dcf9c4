package dev.parley.chat.message;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import dev.parley.chat.channel.Memberships;
import dev.parley.platform.id.Ids;
import dev.parley.platform.identity.Identity;
import dev.parley.platform.problem.InvalidRequest;

/** History over HTTP. Blocks: WebFlux runs it on virtual threads. */
@RestController
class MessageController {

    private static final int MAX_LIMIT = 200;

    private final Memberships memberships;
    private final Timeline timeline;
    private final History history;
    private final CurrentState state;
    private final MessageFrames frames;

    MessageController(Memberships memberships, Timeline timeline, History history, CurrentState state,
            MessageFrames frames) {
        this.memberships = memberships;
        this.timeline = timeline;
        this.history = history;
        this.state = state;
        this.frames = frames;
    }

    @GetMapping("/api/chat/channels/{id}/messages")
    ResponseEntity<byte[]> page(@PathVariable String id, @AuthenticationPrincipal Identity me,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(required = false) @Nullable String before,
            @RequestParam(required = false) @Nullable String around,
            @RequestParam(required = false) @Nullable String at,
            @RequestParam(defaultValue = "50") int limit) {
        long channelId = Ids.parse(id).orElseThrow(Memberships::channelNotFound);
        memberships.requireMember(channelId, me.userId());
        HistoryRequest request = HistoryRequest.of(after, before, around, at);
        if (limit < 1 || limit > MAX_LIMIT) {
            throw InvalidRequest.of("limit", "must be 1 to " + MAX_LIMIT);
        }
        Timeline.Bounds bounds = timeline.bounds(channelId);
        HistoryRequest.Range range = request.within(bounds, limit,
                time -> timeline.firstAt(channelId, bounds, time));
        List<Message> entries = history.range(channelId, range.after(), range.upTo(), bounds.lastRecall());
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(frames.page(entries, state.of(channelId, entries, me.userId()), bounds, range));
    }
}
