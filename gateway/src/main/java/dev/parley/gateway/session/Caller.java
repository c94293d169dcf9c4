package dev.parley.gateway.session;

import java.util.Optional;

import org.springframework.web.server.ServerWebExchange;

import dev.parley.platform.identity.Identity;

/** The person behind an exchange, once {@link TokenCheck} has let it pass. */
public final class Caller {

    private static final String ATTRIBUTE = Caller.class.getName();

    private Caller() {}

    /** Empty for operations that need no token, and for a WebSocket that is opened with a ticket. */
    public static Optional<Identity> of(ServerWebExchange exchange) {
        return Optional.ofNullable(exchange.getAttribute(ATTRIBUTE));
    }

    static void set(ServerWebExchange exchange, Identity identity) {
        exchange.getAttributes().put(ATTRIBUTE, identity);
    }
}
