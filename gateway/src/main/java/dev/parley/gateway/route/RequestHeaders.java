package dev.parley.gateway.route;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/**
 * What a service may believe. Headers that claim an identity or a way are dropped, and {@code X-Forwarded-For} (one address: the
 * client's), {@code -Proto} and {@code -Host} are written anew: from the connection, or from what a trusted proxy says.
 */
@Component
class RequestHeaders implements HttpHeadersFilter, Ordered {

    private static final String FOR = "X-Forwarded-For";
    private static final String PROTO = "X-Forwarded-Proto";
    private static final String HOST = "X-Forwarded-Host";
    /** Who the person is, where the request comes from, what it asks for: proxies write these, and services elsewhere believe them. */
    private static final List<String> CLAIMS = List.of("x-forwarded-", "x-user-", "x-auth-", "x-authenticated-",
            "x-remote-", "x-original-", "x-rewrite-", "x-http-method", "x-client-", "x-cluster-client-");
    /** {@code Expect} is between the client and the gateway, which has answered it. */
    private static final Set<String> DROPPED = Set.of("forwarded", "x-real-ip", "true-client-ip", "cf-connecting-ip",
            "remote-user", "expect");
    private static final int MAX_HOPS = 20;

    private final List<IpSubnetFilterRule> trusted;

    RequestHeaders(RouteSettings settings) {
        this.trusted = settings.trustedSubnets();
    }

    /**
     * After all filters of Spring Cloud Gateway. They remove what they do not write themselves, and what {@code Connection} names: a
     * client could take away where it comes from.
     */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public HttpHeaders filter(HttpHeaders input, ServerWebExchange exchange) {
        HttpHeaders passed = new HttpHeaders();
        input.forEach((name, values) -> {
            if (!isClaim(name.toLowerCase(Locale.ROOT))) {
                passed.addAll(name, values);
            }
        });
        ServerHttpRequest request = exchange.getRequest();
        HttpHeaders sent = request.getHeaders();
        InetSocketAddress peer = request.getRemoteAddress();
        boolean believed = peer != null && isTrusted(peer);
        if (peer != null) {
            passed.set(FOR, believed ? client(sent.getValuesAsList(FOR), peer) : peer.getAddress().getHostAddress());
        }
        passed.set(PROTO, believed(believed, sent.getFirst(PROTO), String.valueOf(request.getURI().getScheme())));
        passed.set(HOST, believed(believed, sent.getFirst(HOST), String.valueOf(request.getURI().getAuthority())));
        return passed;
    }

    private static boolean isClaim(String name) {
        return DROPPED.contains(name) || CLAIMS.stream().anyMatch(name::startsWith);
    }

    private static String believed(boolean believed, @Nullable String said, String seen) {
        return believed && said != null ? said : seen;
    }

    /** The last address that no trusted proxy has: what stands before it, anyone may have written. */
    private String client(List<String> hops, InetSocketAddress peer) {
        String client = peer.getAddress().getHostAddress();
        for (String hop : hops.reversed().stream().limit(MAX_HOPS).map(String::trim).toList()) {
            if (!NetUtil.isValidIpV4Address(hop) && !NetUtil.isValidIpV6Address(hop)) {
                return client;
            }
            client = hop;
            if (!isTrusted(new InetSocketAddress(hop, 0))) {
                return client;
            }
        }
        return client;
    }

    private boolean isTrusted(InetSocketAddress address) {
        return trusted.stream().anyMatch(subnet -> subnet.matches(address));
    }
}
