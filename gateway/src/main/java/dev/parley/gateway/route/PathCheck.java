package dev.parley.gateway.route;

import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.core.Ordered;
import org.springframework.http.server.PathContainer.Element;
import org.springframework.http.server.PathContainer.PathSegment;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import dev.parley.platform.problem.CommonProblem;
import dev.parley.platform.problem.ProblemException;

/**
 * Refuses paths that a service could read as another one: with {@code .} or {@code ..}, or with a slash inside a segment, in
 * whatever spelling ({@code %2e}, {@code ..;x}, {@code %2F}, {@code %5C}). Routes are chosen by the path as it is written, but servers
 * behind resolve it; so {@code /api/auth/../../internal/session} would reach what is never routed.
 */
@Component
class PathCheck implements GlobalFilter, Ordered {

    /** Before the check of tokens (-100). */
    private static final int ORDER = -200;

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        for (Element element : exchange.getRequest().getPath().elements()) {
            if (element instanceof PathSegment segment && isAmbiguous(segment.valueToMatch())) {
                return Mono.error(new ProblemException(CommonProblem.NOT_FOUND, "there is nothing at such a path"));
            }
        }
        return chain.filter(exchange);
    }

    private static boolean isAmbiguous(String segment) {
        return segment.equals(".") || segment.equals("..") || segment.indexOf('/') >= 0 || segment.indexOf('\\') >= 0
                || segment.indexOf('\0') >= 0;
    }
}
