package dev.parley.chat.channel;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import dev.parley.platform.id.Ids;
import dev.parley.platform.identity.Identity;
import dev.parley.platform.problem.InvalidRequest;

/** Opening and listing channels. The methods block: WebFlux runs them on virtual threads. */
@RestController
@RequestMapping("/api/chat/channels")
class ChannelController {

    private static final int MAX_LIMIT = 200;

    private final Channels channels;
    private final People people;
    private final NewSubscriptions newSubscriptions;

    ChannelController(Channels channels, People people, NewSubscriptions newSubscriptions) {
        this.channels = channels;
        this.people = people;
        this.newSubscriptions = newSubscriptions;
    }

    record OpenChannel(@Nullable String type, @Nullable String userId) {}

    record Member(String userId) {}

    record ChannelView(String id, String type, List<Member> members, long lastVersion, Instant createdAt,
            boolean closed) {

        static ChannelView of(Channel channel) {
            return new ChannelView(Ids.format(channel.id()), channel.type().externalName(),
                    channel.members().stream().map(id -> new Member(Ids.format(id))).toList(), channel.lastVersion(),
                    channel.createdAt(), channel.closed());
        }
    }

    record ChannelPage(List<ChannelView> items, @Nullable String nextCursor) {}

    @PostMapping
    ResponseEntity<ChannelView> open(@RequestBody OpenChannel request, @AuthenticationPrincipal Identity me,
            @RequestHeader(HttpHeaders.AUTHORIZATION) String authorization) {
        if (request.type() == null || ChannelType.named(request.type()).isEmpty()) {
            throw InvalidRequest.of("type", "must be \"direct\"");
        }
        if (request.userId() == null) {
            throw InvalidRequest.of("userId", "must name the other person");
        }
        long other = Ids.parse(request.userId())
                .orElseThrow(() -> InvalidRequest.of("userId", "must be a user id"));
        if (other == me.userId()) {
            throw InvalidRequest.of("userId", "must be another person");
        }
        people.requireExists(other, authorization);
        Channels.Opened opened = channels.openDirect(me.userId(), other);
        if (opened.created()) {
            newSubscriptions.announce(opened.channel().id(), opened.channel().members());
        }
        return ResponseEntity.status(opened.created() ? HttpStatus.CREATED : HttpStatus.OK)
                .body(ChannelView.of(opened.channel()));
    }

    @GetMapping
    ChannelPage list(@AuthenticationPrincipal Identity me, @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw InvalidRequest.of("limit", "must be 1 to " + MAX_LIMIT);
        }
        long before = cursor == null
                ? Long.MAX_VALUE
                : Ids.parse(cursor).orElseThrow(() -> InvalidRequest.of("cursor", "must be one that a list gave"));
        List<Channel> page = channels.page(me.userId(), before, limit + 1);
        boolean more = page.size() > limit;
        List<Channel> items = more ? page.subList(0, limit) : page;
        return new ChannelPage(items.stream().map(ChannelView::of).toList(),
                more ? Ids.format(items.getLast().id()) : null);
    }

    @GetMapping("/{id}")
    ChannelView get(@PathVariable String id, @AuthenticationPrincipal Identity me) {
        return Ids.parse(id)
                .flatMap(channelId -> channels.find(channelId, me.userId()))
                .map(ChannelView::of)
                .orElseThrow(Memberships::channelNotFound);
    }
}
