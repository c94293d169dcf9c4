package dev.parley.chat.channel;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import dev.parley.chat.problem.ChatProblem;
import dev.parley.platform.id.Ids;
import dev.parley.platform.identity.Identity;
import dev.parley.platform.problem.InvalidRequest;

/** Opening, listing and changing channels. The methods block: WebFlux runs them on virtual threads. */
@RestController
@RequestMapping("/api/chat/channels")
class ChannelController {

    private static final int MAX_LIMIT = 200;

    private final Channels channels;
    private final OwnChannels ownChannels;
    private final Groups groups;
    private final Admission admission;
    private final People people;

    ChannelController(Channels channels, OwnChannels ownChannels, Groups groups, Admission admission, People people) {
        this.channels = channels;
        this.ownChannels = ownChannels;
        this.groups = groups;
        this.admission = admission;
        this.people = people;
    }

    record OpenChannel(@Nullable String type, @Nullable String userId, @Nullable String title,
            @Nullable List<@Nullable String> userIds) {}

    record Retitle(@Nullable String title) {}

    record HandOver(@Nullable String userId) {}

    record ChannelPage(List<ChannelView> items, @Nullable String nextCursor) {}

    @PostMapping
    ResponseEntity<ChannelView> open(@RequestBody OpenChannel request, @AuthenticationPrincipal Identity me,
            @RequestHeader(HttpHeaders.AUTHORIZATION) String authorization,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String requestKey) {
        ChannelType type = Optional.ofNullable(request.type())
                .flatMap(ChannelType::named)
                .orElseThrow(() -> InvalidRequest.of("type", "must be \"direct\", \"group\" or \"saved\""));
        return switch (type) {
            case DIRECT -> openDirect(request, me.userId(), authorization);
            case SAVED -> opened(ownChannels.openSaved(me.userId()), me.userId());
            case GROUP -> createGroup(request, me.userId(), authorization,
                    Optional.ofNullable(requestKey).map(ChannelController::validKey));
        };
    }

    private static String validKey(String key) {
        if (!key.matches("[\\x21-\\x7e]{1,64}")) {
            throw InvalidRequest.of("Idempotency-Key", "must be 1 to 64 printable characters");
        }
        return key;
    }

    private ResponseEntity<ChannelView> openDirect(OpenChannel request, long me, String authorization) {
        long other = RequestedIds.user("userId", request.userId());
        if (other == me) {
            throw InvalidRequest.of("userId", "must be another person");
        }
        people.requireExists(other, authorization);
        return opened(ownChannels.openDirect(me, other), me);
    }

    private ResponseEntity<ChannelView> opened(OwnChannels.Opened opened, long me) {
        return answer(opened.id(), me, opened.created(), Map.of());
    }

    private ResponseEntity<ChannelView> createGroup(OpenChannel request, long me, String authorization,
            Optional<String> requestKey) {
        String title = GroupTitle.valid(request.title());
        Set<Long> others = RequestedIds.users("userIds", request.userIds());
        others.remove(me);
        Optional<Long> before = requestKey.flatMap(key -> groups.madeBy(me, key));
        if (before.isPresent()) {
            return answer(before.get(), me, false, Map.of());
        }
        Groups.Made made = groups.create(me, title, admission.screen(me, others, authorization), requestKey);
        return answer(made.id(), me, made.created(), made.refused());
    }

    private ResponseEntity<ChannelView> answer(long channelId, long me, boolean created,
            Map<Long, ChatProblem> refused) {
        ChannelView view = view(channelId, me);
        return ResponseEntity.status(created ? HttpStatus.CREATED : HttpStatus.OK)
                .body(refused.isEmpty() ? view : view.withRefused(refused));
    }

    private ChannelView view(long channelId, long me) {
        return channels.find(channelId, me).map(ChannelView::of).orElseThrow(Memberships::channelNotFound);
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
        return view(RequestedIds.channel(id), me.userId());
    }

    @PatchMapping("/{id}")
    ChannelView rename(@PathVariable String id, @RequestBody Retitle request, @AuthenticationPrincipal Identity me) {
        long channelId = RequestedIds.channel(id);
        groups.rename(channelId, me.userId(), GroupTitle.valid(request.title()));
        return view(channelId, me.userId());
    }

    @PostMapping("/{id}/owner")
    ChannelView handOver(@PathVariable String id, @RequestBody HandOver request, @AuthenticationPrincipal Identity me) {
        long channelId = RequestedIds.channel(id);
        groups.handOver(channelId, me.userId(), RequestedIds.user("userId", request.userId()));
        return view(channelId, me.userId());
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void dissolve(@PathVariable String id, @AuthenticationPrincipal Identity me) {
        groups.dissolve(RequestedIds.channel(id), me.userId());
    }
}
