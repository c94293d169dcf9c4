package dev.parley.chat.channel;

import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import dev.parley.platform.identity.Identity;

/**
 * Tells Parley's other services whether the person on whose behalf they ask belongs to a channel. Who may call: who has that person's
 * access token; so nobody learns it of anybody else. The gateway does not route here.
 */
@RestController
class InternalMembershipController {

    private final Memberships memberships;

    InternalMembershipController(Memberships memberships) {
        this.memberships = memberships;
    }

    /** 204 for a member, by what the store holds now; 404 for everybody else and for what is no channel. */
    @GetMapping("/internal/channels/{id}/membership")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void check(@PathVariable String id, @AuthenticationPrincipal Identity me) {
        if (!memberships.isSubscribedNow(RequestedIds.channel(id), me.userId())) {
            throw Memberships.channelNotFound();
        }
    }
}
