package dev.parley.chat.contact;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import dev.parley.chat.channel.People;
import dev.parley.platform.id.Ids;
import dev.parley.platform.identity.Identity;
import dev.parley.platform.problem.InvalidRequest;

/** A person's contacts: each sees and changes their own only. The methods block: WebFlux runs them on virtual threads. */
@RestController
@RequestMapping("/api/chat/contacts")
class ContactController {

    private final Contacts contacts;
    private final Relations relations;
    private final People people;

    ContactController(Contacts contacts, Relations relations, People people) {
        this.contacts = contacts;
        this.relations = relations;
        this.people = people;
    }

    record NewContact(@Nullable String userId) {}

    record ContactView(String userId, String state, Instant since) {

        static ContactView of(Relation relation) {
            return new ContactView(Ids.format(relation.otherId()), relation.contact().externalName(),
                    relation.contactSince().orElseThrow());
        }
    }

    @GetMapping
    ListPage<ContactView> list(@AuthenticationPrincipal Identity me,
            @RequestParam(defaultValue = "accepted") String state, @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        ContactState wanted = ContactState.named(state)
                .orElseThrow(() -> InvalidRequest.of("state", "must be accepted, requested or received"));
        return ListPage.of(limit, cursor,
                (after, size) -> relations.contacts(me.userId(), wanted, after, size), ContactView::of,
                relation -> relation.contactSince().orElseThrow());
    }

    @PostMapping
    ResponseEntity<ContactView> request(@RequestBody NewContact request, @AuthenticationPrincipal Identity me,
            @RequestHeader(HttpHeaders.AUTHORIZATION) String authorization) {
        if (request.userId() == null) {
            throw InvalidRequest.of("userId", "must name the other person");
        }
        long other = Ids.parse(request.userId())
                .orElseThrow(() -> InvalidRequest.of("userId", "must be a user id"));
        if (other == me.userId()) {
            throw InvalidRequest.of("userId", "must be another person");
        }
        people.requireExists(other, authorization);
        Relations.Changed changed = contacts.request(me.userId(), other);
        boolean isNew = changed.after().mine().contact() != changed.before().mine().contact();
        return ResponseEntity.status(isNew ? HttpStatus.CREATED : HttpStatus.OK)
                .body(ContactView.of(changed.after().mine()));
    }

    @PostMapping("/{userId}/accept")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void accept(@PathVariable String userId, @AuthenticationPrincipal Identity me) {
        contacts.accept(me.userId(), contact(userId, me));
    }

    @PostMapping("/{userId}/decline")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void decline(@PathVariable String userId, @AuthenticationPrincipal Identity me) {
        contacts.decline(me.userId(), contact(userId, me));
    }

    @DeleteMapping("/{userId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable String userId, @AuthenticationPrincipal Identity me) {
        contacts.remove(me.userId(), contact(userId, me));
    }

    private static long contact(String userId, Identity me) {
        return Ids.parse(userId)
                .filter(other -> other != me.userId())
                .orElseThrow(() -> Contacts.notFound(me.userId()));
    }
}
