package dev.parley.platform.identity;

import java.util.Optional;

import org.springframework.http.HttpHeaders;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher.MatchResult;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import dev.parley.platform.problem.CommonProblem;
import dev.parley.platform.problem.ProblemDetails;
import dev.parley.platform.problem.ProblemWriter;

/** Checks the token of every request of a WebFlux application, WebSocket handshakes included. */
final class ReactiveSecurity implements WebFilter {

    private final TokenVerifier verifier;
    private final PublicEndpoints publicEndpoints;
    private final ProblemWriter problems;

    ReactiveSecurity(TokenVerifier verifier, PublicEndpoints publicEndpoints, ProblemWriter problems) {
        this.verifier = verifier;
        this.publicEndpoints = publicEndpoints;
        this.problems = problems;
    }

    SecurityWebFilterChain chain(ServerHttpSecurity http) {
        ServerWebExchangeMatcher isPublic = exchange -> isPublic(exchange)
                ? MatchResult.match()
                : MatchResult.notMatch();
        return http.csrf(ServerHttpSecurity.CsrfSpec::disable) // tokens are never sent by a browser on its own
                .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
                .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
                .logout(ServerHttpSecurity.LogoutSpec::disable)
                .requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .authorizeExchange(exchanges -> exchanges.matchers(isPublic).permitAll().anyExchange().authenticated())
                .exceptionHandling(refusals -> refusals
                        .authenticationEntryPoint(
                                (exchange, e) -> problems.write(exchange.getResponse(), BearerToken.missing()))
                        .accessDeniedHandler((exchange, e) -> problems.write(exchange.getResponse(),
                                ProblemDetails.of(CommonProblem.FORBIDDEN, "you may not do this"))))
                .addFilterAt(this, SecurityWebFiltersOrder.AUTHENTICATION)
                .build();
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        Optional<String> token = BearerToken
                .from(exchange.getRequest().getHeaders().getFirst(HttpHeaders.AUTHORIZATION));
        if (token.isEmpty() || isPublic(exchange)) {
            return chain.filter(exchange);
        }
        return verifier.verifyCached(token.get())
                .map(verification -> goOn(exchange, chain, verification))
                .orElseGet(() -> Mono.fromCallable(() -> verifier.verify(token.get()))
                        .subscribeOn(Schedulers.boundedElastic()) // fetching keys blocks
                        .publishOn(RequestThread.of(exchange))
                        .flatMap(verification -> goOn(exchange, chain, verification)));
    }

    private Mono<Void> goOn(ServerWebExchange exchange, WebFilterChain chain, Verification verification) {
        return switch (verification) {
            case Verification.Valid(Identity identity) -> chain.filter(exchange)
                    .contextWrite(
                            ReactiveSecurityContextHolder.withAuthentication(new IdentityAuthentication(identity)));
            case Verification.Invalid(String reason) -> problems.write(exchange.getResponse(),
                    BearerToken.invalid(reason));
            case Verification.Unavailable(String reason) -> Mono.error(BearerToken.uncheckable(reason));
        };
    }

    private boolean isPublic(ServerWebExchange exchange) {
        return publicEndpoints.includes(exchange.getRequest().getMethod(),
                exchange.getRequest().getPath().pathWithinApplication().value());
    }
}
