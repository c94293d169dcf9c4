package dev.parley.chat.search;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import dev.parley.chat.channel.Memberships;
import dev.parley.chat.message.CurrentTexts;
import dev.parley.chat.problem.ChatProblem;
import dev.parley.chat.settings.ChatSettings;
import dev.parley.platform.id.Ids;
import dev.parley.platform.identity.Identity;
import dev.parley.platform.problem.InvalidRequest;
import dev.parley.platform.problem.ProblemException;

/** Search within a channel, for its members. Blocks: WebFlux runs it on virtual threads. */
@RestController
class SearchController {

    private static final int MAX_LIMIT = 100;
    private static final int MAX_WORDS = 10;
    private static final int MAX_LENGTH = 500;

    private final Memberships memberships;
    private final Search search;
    private final boolean enabled;

    SearchController(Memberships memberships, Search search, ChatSettings settings) {
        this.memberships = memberships;
        this.search = search;
        this.enabled = settings.search().enabled();
    }

    @GetMapping("/api/chat/channels/{id}/search")
    ResponseEntity<byte[]> search(@PathVariable String id, @AuthenticationPrincipal Identity me,
            @RequestParam(defaultValue = "") String q, @RequestParam(defaultValue = "20") int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        long channelId = Ids.parse(id).orElseThrow(Memberships::channelNotFound);
        memberships.requireMember(channelId, me.userId());
        if (!enabled) {
            throw new ProblemException(ChatProblem.SEARCH_DISABLED, "this installation has no search");
        }
        if (limit < 1 || limit > MAX_LIMIT) {
            throw InvalidRequest.of("limit", "must be 1 to " + MAX_LIMIT);
        }
        long before = cursor == null
                ? Long.MAX_VALUE
                : Ids.parse(cursor).orElseThrow(() -> InvalidRequest.of("cursor", "must be one that a search gave"));
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON)
                .body(json(search.find(channelId, words(q), me.userId(), before, limit)));
    }

    private static Words words(String q) {
        if (q.length() > MAX_LENGTH) {
            throw InvalidRequest.of("q", "must be at most " + MAX_LENGTH + " characters");
        }
        Words words = Words.of(q);
        if (words.runs().isEmpty() || words.runs().size() > MAX_WORDS) {
            throw InvalidRequest.of("q", "must have 1 to " + MAX_WORDS + " words");
        }
        return words;
    }

    /** The messages come encoded already. */
    private static byte[] json(Search.Found found) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String separator = "{\"items\":[";
        for (CurrentTexts.Text message : found.messages()) {
            out.writeBytes(separator.getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(message.json());
            separator = ",";
        }
        String end = found.next().isPresent()
                ? "],\"nextCursor\":\"" + Ids.format(found.next().getAsLong()) + "\"}"
                : "]}";
        out.writeBytes(((found.messages().isEmpty() ? separator : "") + end).getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }
}
