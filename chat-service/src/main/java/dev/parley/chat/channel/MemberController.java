package dev.parley.chat.channel;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
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
import tools.jackson.databind.JsonNode;

import dev.parley.platform.id.Ids;
import dev.parley.platform.identity.Identity;
import dev.parley.platform.problem.InvalidRequest;

/** The members of a channel. The methods block: WebFlux runs them on virtual threads. */
@RestController
@RequestMapping("/api/chat/channels/{id}/members")
class MemberController {

    private static final int MAX_LIMIT = 1000;
    private static final String ME = "me";

    private final GroupMembers members;
    private final Admission admission;
    private final Memberships memberships;
    private final SubscriptionRows subscriptions;
    private final ChannelNews news;

    MemberController(GroupMembers members, Admission admission, Memberships memberships,
            SubscriptionRows subscriptions, ChannelNews news) {
        this.members = members;
        this.admission = admission;
        this.memberships = memberships;
        this.subscriptions = subscriptions;
        this.news = news;
    }

    record MemberView(String userId, String role, Instant joinedAt, @Nullable Instant mutedUntil) {

        static MemberView of(Member member) {
            return new MemberView(Ids.format(member.userId()), member.role().externalName(), member.joinedAt(),
                    member.mutedUntil().filter(Instant.now()::isBefore).orElse(null));
        }
    }

    record MemberPage(List<MemberView> items, @Nullable String nextCursor) {}

    record AddMembers(@Nullable List<@Nullable String> userIds) {}

    record Added(List<String> added, List<Refusal> refused) {}

    @GetMapping
    MemberPage list(@PathVariable String id, @AuthenticationPrincipal Identity me,
            @RequestParam(defaultValue = "100") int limit, @RequestParam(required = false) @Nullable String cursor) {
        long channelId = RequestedIds.channel(id);
        memberships.requireMember(channelId, me.userId());
        if (limit < 1 || limit > MAX_LIMIT) {
            throw InvalidRequest.of("limit", "must be 1 to " + MAX_LIMIT);
        }
        long after = cursor == null
                ? 0
                : Ids.parse(cursor).orElseThrow(() -> InvalidRequest.of("cursor", "must be one that a list gave"));
        List<Member> page = subscriptions.page(channelId, after, limit + 1);
        boolean more = page.size() > limit;
        List<Member> items = more ? page.subList(0, limit) : page;
        return new MemberPage(items.stream().map(MemberView::of).toList(),
                more ? Ids.format(items.getLast().userId()) : null);
    }

    @PostMapping
    Added add(@PathVariable String id, @RequestBody AddMembers request, @AuthenticationPrincipal Identity me,
            @RequestHeader(HttpHeaders.AUTHORIZATION) String authorization) {
        long channelId = RequestedIds.channel(id);
        members.requireMayAdd(channelId, me.userId()); // before a word about these people
        Set<Long> userIds = RequestedIds.users("userIds", request.userIds());
        if (userIds.isEmpty()) {
            throw InvalidRequest.of("userIds", "must name at least one person");
        }
        Admission.Answers answers = members.add(channelId, me.userId(),
                admission.screen(me.userId(), userIds, authorization));
        return new Added(answers.added().stream().map(Ids::format).toList(), Refusal.of(answers.refused()));
    }

    @DeleteMapping("/{userId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable String id, @PathVariable String userId, @AuthenticationPrincipal Identity me) {
        long channelId = RequestedIds.channel(id);
        long who = user(userId, me);
        if (who == me.userId()) {
            members.leave(channelId, who);
        } else {
            members.remove(channelId, me.userId(), who);
        }
    }

    @PatchMapping("/{userId}")
    MemberView change(@PathVariable String id, @PathVariable String userId, @RequestBody JsonNode change,
            @AuthenticationPrincipal Identity me) {
        long channelId = RequestedIds.channel(id);
        long who = user(userId, me);
        if (change.has("notifications")) {
            return setNotifications(channelId, who, me.userId(), change);
        }
        if (change.has("role") == change.has("mutedUntil")) {
            throw InvalidRequest.of("role", "either role or mutedUntil must be given, or notifications of one's own");
        }
        return MemberView.of(change.has("role")
                ? members.setRole(channelId, me.userId(), who, role(change))
                : members.mute(channelId, me.userId(), who, mutedUntil(change)));
    }

    private MemberView setNotifications(long channelId, long who, long me, JsonNode change) {
        memberships.requireMember(channelId, me);
        if (who != me) {
            throw InvalidRequest.of("notifications", "can be set for oneself only");
        }
        Notifications choice = Notifications.named(change.path("notifications").stringValue(""))
                .orElseThrow(() -> InvalidRequest.of("notifications", "must be \"all\", \"mentions\" or \"none\""));
        subscriptions.setNotifications(channelId, me, choice);
        news.changed(channelId, List.of(me));
        return subscriptions.find(channelId, me).map(MemberView::of).orElseThrow(Memberships::channelNotFound);
    }

    private static long user(String userId, Identity me) {
        return userId.equals(ME) ? me.userId() : RequestedIds.user("userId", userId);
    }

    private static Role role(JsonNode change) {
        return Role.named(change.path("role").stringValue(""))
                .filter(role -> role != Role.OWNER)
                .orElseThrow(() -> InvalidRequest.of("role", "must be \"admin\" or \"member\""));
    }

    /** Null ends it; so does a time that is over. */
    private static Optional<Instant> mutedUntil(JsonNode change) {
        if (change.get("mutedUntil").isNull()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(change.get("mutedUntil").stringValue("")))
                    .map(until -> until.truncatedTo(ChronoUnit.MILLIS))
                    .filter(Instant.now()::isBefore);
        } catch (DateTimeException e) {
            throw InvalidRequest.of("mutedUntil", "must be an instant of ISO 8601 in UTC, or null");
        }
    }
}
