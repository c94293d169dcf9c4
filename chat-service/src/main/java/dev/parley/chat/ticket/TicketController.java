package dev.parley.chat.ticket;

import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import dev.parley.platform.identity.Identity;

/** Gives a ticket to whoever has a token. The method blocks: WebFlux runs it on a virtual thread. */
@RestController
class TicketController {

    private final Tickets tickets;

    TicketController(Tickets tickets) {
        this.tickets = tickets;
    }

    /** @param expiresIn seconds */
    record NewTicket(String ticket, long expiresIn) {}

    @PostMapping("/api/chat/tickets")
    @ResponseStatus(HttpStatus.CREATED)
    NewTicket issue(@AuthenticationPrincipal Identity me) {
        return new NewTicket(tickets.issue(me), Tickets.LIFETIME.toSeconds());
    }
}
