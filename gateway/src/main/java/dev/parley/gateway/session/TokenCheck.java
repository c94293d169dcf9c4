package dev.parley.gateway.session;

import java.util.Optional;

import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import dev.parley.gateway.problem.GatewayProblem;
import dev.parley.platform.identity.BearerToken;
import dev.parley.platform.identity.Identity;
import dev.parley.platform.identity.PublicEndpoints;
import dev.parley.platform.identity.RequestThread;
import dev.parley.platform.identity.TokenVerifier;
import dev.parley.platform.identity.Verification;
import dev.parley.platform.problem.ProblemException;

/**
 * Lets a routed request pass only with a valid access token whose session stands. It applies to whatever is routed, so
 * that no way of writing a path leads around it; paths that are not routed end as 404. A WebSocket's handshake may bring a
 * {@link SocketTicket} instead.
 */
@Component
class TokenCheck implements GlobalFilter, Ordered {

    /** The operations that need no token. Introspection has credentials of another kind, which auth-service knows. */
    private static final PublicEndpoints PUBLIC = PublicEndpoints.of(
            PublicEndpoints.post("/api/auth/register"),
            PublicEndpoints.post("/api/auth/login"),
            PublicEndpoints.post("/api/auth/refresh"),
            PublicEndpoints.post("/api/auth/revoke"),
            PublicEndpoints.post("/api/auth/introspect"),
            PublicEndpoints.get("/api/auth/.well-known/jwks.json"),
            PublicEndpoints.get("/api/auth/openapi.yaml"),
            PublicEndpoints.get("/api/chat/openapi.yaml"),
            PublicEndpoints.get("/api/files/openapi.yaml"), PublicEndpoints.get("/api/files/asyncapi.yaml"),
            PublicEndpoints.get("/api/hash/openapi.yaml"), PublicEndpoints.get("/api/hash/asyncapi.yaml"),
            PublicEndpoints.get("/api/chat/asyncapi.yaml"));

    /** Before the filter that writes the response (-1), and so before anything is sent to a service. */
    private static final int ORDER = -100;

    private final TokenVerifier verifier;
    private final VerifiedTokens tokens;
    private final Sessions sessions;

    TokenCheck(TokenVerifier verifier, VerifiedTokens tokens, Sessions sessions) {
        this.verifier = verifier;
        this.tokens = tokens;
        this.sessions = sessions;
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        if (PUBLIC.includes(request.getMethod(), request.getPath().pathWithinApplication().value())) {
            return chain.filter(exchange);
        }
        SocketTicket.refuseTokensInAddress(request);
        Optional<String> token = BearerToken.from(request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION));
        if (token.isEmpty()) {
            return SocketTicket.opens(request) ? chain.filter(exchange) : Mono.error(BearerToken.missing());
        }
        return verifier.verifyCached(token.get())
                .map(verification -> goOn(exchange, chain, token.get(), verification))
                .orElseGet(() -> tokens.verify(token.get())
                        .publishOn(RequestThread.of(exchange))
                        .flatMap(verification -> goOn(exchange, chain, token.get(), verification)));
    }

    private Mono<Void> goOn(ServerWebExchange exchange, GatewayFilterChain chain, String token,
            Verification verification) {
        return switch (verification) {
            case Verification.Valid(Identity identity) -> sessions.known(identity.sessionId())
                    .map(standing -> goOn(exchange, chain, identity, standing))
                    .orElseGet(() -> sessions.check(identity.sessionId(), token)
                            .publishOn(RequestThread.of(exchange))
                            .flatMap(standing -> goOn(exchange, chain, identity, standing)));
            case Verification.Invalid(String reason) -> Mono.error(BearerToken.invalid(reason));
            case Verification.Unavailable(String reason) -> Mono.error(BearerToken.uncheckable(reason));
        };
    }

    private Mono<Void> goOn(ServerWebExchange exchange, GatewayFilterChain chain, Identity identity,
            Standing standing) {
        return switch (standing) {
            case STANDS -> {
                Caller.set(exchange, identity);
                yield chain.filter(exchange);
            }
            case ENDED -> {
                String reason = "the session has ended";
                yield Mono.error(new ProblemException(GatewayProblem.SESSION_ENDED, reason)
                        .challenge(BearerToken.invalidTokenChallenge(reason)));
            }
            case UNKNOWN -> Mono.error(new ProblemException(GatewayProblem.SESSION_UNCHECKED,
                    "auth-service cannot be asked at the moment").with("service", "auth-service")
                    .retryAfter(Sessions.RETRY_AFTER));
        };
    }
}
