package dev.parley.gateway.route;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.RequestPath;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

import dev.parley.gateway.problem.GatewayProblem;
import dev.parley.platform.problem.ProblemException;

/**
 * Limits how many operations that hash a password are under way at once. They wait for their turn at auth-service, each on a connection of
 * its own; a flood of them would take all connections to auth-service, and everybody else's requests to it would fail.
 */
@Component
class PasswordOperations implements GlobalFilter, Ordered {

    /** After the check of tokens (-100). */
    private static final int ORDER = -50;
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final List<PathPattern> OPERATIONS = Stream.of("/api/auth/login", "/api/auth/register",
            "/api/auth/users/me/password", "/api/auth/users/me/deletion").map(PathPatternParser.defaultInstance::parse)
            .toList();

    private final int most;
    private final AtomicInteger underWay = new AtomicInteger();
    private final Counter refused;

    PasswordOperations(RouteSettings settings, MeterRegistry meters) {
        this.most = settings.maxPasswordOperations();
        this.refused = Counter.builder("parley.gateway.password.operations.refused").register(meters);
        Gauge.builder("parley.gateway.password.operations", underWay, AtomicInteger::get).register(meters);
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        if (!HttpMethod.POST.equals(exchange.getRequest().getMethod()) || !hashes(exchange.getRequest().getPath())) {
            return chain.filter(exchange);
        }
        return Mono.defer(() -> {
            if (underWay.incrementAndGet() > most) {
                underWay.decrementAndGet();
                refused.increment();
                return Mono.error(new ProblemException(GatewayProblem.OVERLOADED,
                        "too many people are signing in at this moment").retryAfter(SOON));
            }
            return chain.filter(exchange).doFinally(end -> underWay.decrementAndGet());
        });
    }

    private static boolean hashes(RequestPath path) {
        return OPERATIONS.stream().anyMatch(operation -> operation.matches(path.pathWithinApplication()));
    }
}
