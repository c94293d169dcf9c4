package dev.parley.gateway.session;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import io.netty.channel.ChannelOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.client.loadbalancer.reactive.ReactorLoadBalancerExchangeFilterFunction;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.util.retry.Retry;

/** Asks auth-service, whose database has the truth: {@code GET /internal/session} with the person's own token. */
@Component
class AuthoritativeSessions {

    private static final Logger log = LoggerFactory.getLogger(AuthoritativeSessions.class);
    private static final String SESSION_ENDED = "session-ended";
    private static final int CONNECT_TIMEOUT_MILLIS = 1_000;
    private static final int NO_LIMIT = -1;
    /** Shorter than auth-service keeps a connection open. */
    private static final Duration MAX_IDLE = Duration.ofSeconds(10);

    private final WebClient authService;
    private final EndedSessions ended;
    private final CircuitBreaker breaker;

    AuthoritativeSessions(ReactorLoadBalancerExchangeFilterFunction byServiceName, SessionSettings settings,
            EndedSessions ended, CircuitBreakerRegistry breakers) {
        ConnectionProvider connections = ConnectionProvider.builder("session-check")
                .maxConnections(settings.maxChecks())
                .pendingAcquireMaxCount(NO_LIMIT) // each is a request that waits anyhow, and not for long
                .pendingAcquireTimeout(settings.queueFor())
                .maxIdleTime(MAX_IDLE)
                .build();
        HttpClient http = HttpClient.create(connections)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .responseTimeout(settings.authTimeout()); // of auth-service alone, without the time in the queue
        this.authService = WebClient.builder().baseUrl("http://auth-service").filter(byServiceName)
                .clientConnector(new ReactorClientHttpConnector(http)).build();
        this.ended = ended;
        this.breaker = breakers.circuitBreaker("session-check", CircuitBreakerConfig.from(breakers.getDefaultConfig())
                .ignoreException(AuthoritativeSessions::isOfTheQueue)
                .build());
    }

    /** Never an error: {@link Standing#UNKNOWN} instead. */
    Mono<Standing> standing(String sessionId, String token) {
        return authService.get().uri("/internal/session").headers(headers -> headers.setBearerAuth(token))
                .exchangeToMono(response -> interpret(sessionId, response))
                // A connection that waited in the pool may have been closed by auth-service meanwhile.
                .retryWhen(Retry.max(1).filter(error -> error instanceof WebClientRequestException
                        && error.getCause() instanceof IOException))
                .transformDeferred(CircuitBreakerOperator.of(breaker))
                .onErrorResume(away -> {
                    log.info("auth-service does not say whether a session stands: {}", away.toString());
                    return Mono.just(Standing.UNKNOWN);
                });
    }

    /** A request that waited too long for its turn says nothing about auth-service, which answers as fast as it can. */
    private static boolean isOfTheQueue(Throwable error) {
        return error.getCause() instanceof TimeoutException;
    }

    /**
     * Only a refusal that says {@code session-ended} is remembered for the session. Any other ends this request alone: the token
     * may have expired on the way, while its session stands and gets a new one.
     */
    private Mono<Standing> interpret(String sessionId, ClientResponse response) {
        HttpStatusCode status = response.statusCode();
        if (status.is2xxSuccessful()) {
            return response.releaseBody().thenReturn(Standing.STANDS);
        }
        if (HttpStatus.UNAUTHORIZED.isSameCodeAs(status)) {
            return response.bodyToMono(Refusal.class)
                    .filter(refusal -> SESSION_ENDED.equals(refusal.code()))
                    .doOnNext(refusal -> ended.add(sessionId))
                    .onErrorComplete()
                    .thenReturn(Standing.ENDED);
        }
        return response.createError();
    }

    private record Refusal(@Nullable String code) {}
}
