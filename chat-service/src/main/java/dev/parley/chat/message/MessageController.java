package dev.parley.chat.message;

import java.util.List;

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
    private final MessageLog messages;
    private final History history;
    private final MessageFrames frames;

    MessageController(Memberships memberships, MessageLog messages, History history, MessageFrames frames) {
        this.memberships = memberships;
        this.messages = messages;
        this.history = history;
        this.frames = frames;
    }

    @GetMapping("/api/chat/channels/{id}/messages")
    ResponseEntity<byte[]> page(@PathVariable String id, @AuthenticationPrincipal Identity me,
            @RequestParam(defaultValue = "0") long after, @RequestParam(defaultValue = "50") int limit) {
        long channelId = Ids.parse(id).orElseThrow(Memberships::channelNotFound);
        memberships.requireMember(channelId, me.userId());
        if (after < 0) {
            throw InvalidRequest.of("after", "must be a version, 0 for the beginning");
        }
        if (limit < 1 || limit > MAX_LIMIT) {
            throw InvalidRequest.of("limit", "must be 1 to " + MAX_LIMIT);
        }
        // The end of the stream comes from the primary, always: only then a page from elsewhere can be seen to be complete.
        long last = messages.lastVersions(List.of(channelId)).getOrDefault(channelId, 0L);
        long upTo = last - after > limit ? after + limit : last;
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(frames.page(history.range(channelId, after, upTo), last, upTo < last));
    }
}
