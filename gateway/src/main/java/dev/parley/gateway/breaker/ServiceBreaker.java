package dev.parley.gateway.breaker;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.netty.channel.ChannelException;
import io.netty.handler.timeout.ReadTimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.netty.channel.AbortedException;

import dev.parley.gateway.problem.GatewayProblem;
import dev.parley.platform.problem.ProblemException;

/**
 * One circuit breaker for each route. A call is over for it when the service's response headers are there: how long a body
 * takes, either way, says nothing about the service. A call counts as failed when the service cannot be reached, does not
 * answer in the route's time, or answers 502, 503 or 504. What never came from the service becomes a 503 that names it; what
 * did is passed on as it is. Nothing is ever sent twice.
 *
 * <p>A WebSocket handshake is refused while the circuit is open, but does not count: a socket may live for days.
 */
@Component
class ServiceBreaker implements GlobalFilter, Ordered {

    private static final Logger log = LoggerFactory.getLogger(ServiceBreaker.class);

    /** Inside the filter that writes the response (-1), around the choice of an instance (10150). */
    private static final int ORDER = 5_000;

    private static final Duration SOON = Duration.ofSeconds(2);

    private final CircuitBreakerRegistry breakers;
    private final BreakerSettings settings;

    ServiceBreaker(CircuitBreakerRegistry breakers, BreakerSettings settings) {
        this.breakers = breakers;
        this.settings = settings;
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        Route route = exchange.getRequiredAttribute(ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR);
        String service = serviceName(route.getUri());
        CircuitBreaker breaker = breakers.circuitBreaker(route.getId());
        if ("websocket".equalsIgnoreCase(exchange.getRequest().getHeaders().getUpgrade())) {
            return breaker.getState() == CircuitBreaker.State.OPEN
                    ? Mono.error(leftAlone(service))
                    : chain.filter(exchange);
        }
        if (!breaker.tryAcquirePermission()) {
            return Mono.error(leftAlone(service));
        }
        Call call = new Call(breaker);
        return chain.filter(exchange)
                .doOnSuccess(done -> call.answered(exchange.getResponse().getStatusCode()))
                .doOnCancel(call::abandoned)
                .onErrorMap(error -> {
                    if (!isServiceFailure(error)) {
                        call.abandoned();
                        return error;
                    }
                    call.failed(error);
                    log.info("{} did not answer: {}", service, error.toString());
                    return unavailable(service, "%s cannot be reached at the moment.".formatted(service), SOON);
                });
    }

    private ProblemException leftAlone(String service) {
        return unavailable(service, "%s failed too often and is left alone for a moment.".formatted(service),
                settings.openFor());
    }

    private static ProblemException unavailable(String service, String detail, Duration retryAfter) {
        return new ProblemException(GatewayProblem.SERVICE_UNAVAILABLE, detail).with("service", service)
                .retryAfter(retryAfter);
    }

    /** A time-out, a connection that is refused or breaks, or no instance; not what the client's own connection did. */
    private static boolean isServiceFailure(Throwable error) {
        return switch (error) {
            case AbortedException clientGone -> false;
            case ResponseStatusException refused -> refused.getStatusCode().is5xxServerError();
            case IOException broken -> true;
            case TimeoutException slow -> true;
            case ReadTimeoutException slow -> true;
            case ChannelException broken -> true;
            default -> error.getCause() instanceof IOException;
        };
    }

    /** {@code lb://chat-service} and {@code lb:ws://chat-service} both name chat-service. */
    private static String serviceName(URI uri) {
        URI target = uri.isOpaque() ? URI.create(uri.getSchemeSpecificPart()) : uri;
        return String.valueOf(target.getHost());
    }

    /** Reports to the breaker exactly once. */
    private static final class Call {

        private final CircuitBreaker breaker;
        private final long start;
        private final AtomicBoolean over = new AtomicBoolean();

        Call(CircuitBreaker breaker) {
            this.breaker = breaker;
            this.start = breaker.getCurrentTimestamp();
        }

        void answered(@Nullable HttpStatusCode status) {
            int code = status == null ? 0 : status.value();
            if (code >= 502 && code <= 504) {
                failed(new IOException("status " + code));
            } else if (over.compareAndSet(false, true)) {
                breaker.onSuccess(duration(), breaker.getTimestampUnit());
            }
        }

        void failed(Throwable error) {
            if (over.compareAndSet(false, true)) {
                breaker.onError(duration(), breaker.getTimestampUnit(), error);
            }
        }

        void abandoned() {
            if (over.compareAndSet(false, true)) {
                breaker.releasePermission();
            }
        }

        private long duration() {
            return breaker.getCurrentTimestamp() - start;
        }
    }
}
