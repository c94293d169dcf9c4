package dev.parley.chat.contact;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import dev.parley.chat.channel.People;
import dev.parley.chat.problem.ChatProblem;
import dev.parley.platform.id.Ids;
import dev.parley.platform.identity.Identity;
import dev.parley.platform.problem.InvalidRequest;
import dev.parley.platform.problem.ProblemException;

/** Whom a person blocks: nobody else ever sees it. The methods block: WebFlux runs them on virtual threads. */
@RestController
@RequestMapping("/api/chat/blocks")
class BlockController {

    private final Contacts contacts;
    private final Relations relations;
    private final People people;

    BlockController(Contacts contacts, Relations relations, People people) {
        this.contacts = contacts;
        this.relations = relations;
        this.people = people;
    }

    record BlockView(String userId, Instant since) {

        static BlockView of(Relation relation) {
            return new BlockView(Ids.format(relation.otherId()), relation.blockedAt().orElseThrow());
        }
    }

    @GetMapping
    ListPage<BlockView> list(@AuthenticationPrincipal Identity me, @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return ListPage.of(limit, cursor, (after, size) -> relations.blocks(me.userId(), after, size),
                BlockView::of, relation -> relation.blockedAt().orElseThrow());
    }

    @PutMapping("/{userId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void block(@PathVariable String userId, @AuthenticationPrincipal Identity me,
            @RequestHeader(HttpHeaders.AUTHORIZATION) String authorization) {
        long other = other(userId, me);
        people.requireExists(other, authorization);
        contacts.block(me.userId(), other);
    }

    @DeleteMapping("/{userId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void unblock(@PathVariable String userId, @AuthenticationPrincipal Identity me) {
        contacts.unblock(me.userId(), other(userId, me));
    }

    private static long other(String userId, Identity me) {
        long other = Ids.parse(userId)
                .orElseThrow(() -> new ProblemException(ChatProblem.USER_NOT_FOUND, "there is no such user"));
        if (other == me.userId()) {
            throw InvalidRequest.of("userId", "must be another person");
        }
        return other;
    }
}
