package dev.parley.chat.ticket;

import java.util.List;
import java.util.Optional;

import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

import dev.parley.chat.problem.ChatProblem;
import dev.parley.platform.identity.BearerToken;
import dev.parley.platform.identity.Identity;
import dev.parley.platform.identity.RequestThread;
import dev.parley.platform.problem.ProblemException;

/**
 * Lets a WebSocket be opened with {@code /api/chat/ws?ticket=…} instead of a token: the request goes on in the name of whoever the
 * ticket was made for. With an {@code Authorization} header the ticket is left alone, and the header decides.
 */
@Component
class TicketHandshake implements WebFilter, Ordered {

    private static final String PATH = "/api/chat/ws";
    private static final List<String> TOKENS = List.of("access_token", "token");
    /** Before Spring Security's filters (-100), which find the person here. */
    private static final int ORDER = -110;

    private final Tickets tickets;

    TicketHandshake(Tickets tickets) {
        this.tickets = tickets;
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        if (!request.getPath().pathWithinApplication().value().equals(PATH)) {
            return chain.filter(exchange);
        }
        if (TOKENS.stream().anyMatch(request.getQueryParams()::containsKey)) {
            return Mono.error(new ProblemException(ChatProblem.TOKEN_IN_ADDRESS,
                    "send the token as Authorization: Bearer …, or get a ticket with POST /api/chat/tickets and connect to "
                            + PATH + "?ticket=…"));
        }
        List<String> given = request.getQueryParams().getOrDefault("ticket", List.of());
        if (given.isEmpty() || request.getHeaders().containsHeader(HttpHeaders.AUTHORIZATION)
                || !HttpMethod.GET.equals(request.getMethod())
                || !"websocket".equalsIgnoreCase(request.getHeaders().getFirst(HttpHeaders.UPGRADE))) {
            return chain.filter(exchange);
        }
        String ticket = request.getQueryParams().getFirst("ticket"); // null when the address has the name alone
        if (given.size() > 1 || ticket == null) {
            return Mono.error(refused());
        }
        return Mono.fromCompletionStage(() -> tickets.take(ticket))
                .publishOn(RequestThread.of(exchange)) // or the client's first frame could be lost
                .flatMap(holder -> goOn(exchange, chain, holder));
    }

    private static Mono<Void> goOn(ServerWebExchange exchange, WebFilterChain chain, Optional<Identity> holder) {
        return holder.isEmpty()
                ? Mono.error(refused())
                : chain.filter(exchange)
                        .contextWrite(ReactiveSecurityContextHolder.withAuthentication(
                                UsernamePasswordAuthenticationToken.authenticated(holder.get(), "", List.of())));
    }

    /** The same words for all: whoever holds a ticket of somebody else's learns nothing about it. */
    private static ProblemException refused() {
        return BearerToken.invalid("the ticket does not stand: each is for one connection within "
                + Tickets.LIFETIME.toSeconds() + " s");
    }
}
