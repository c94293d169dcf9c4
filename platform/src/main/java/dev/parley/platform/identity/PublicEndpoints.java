package dev.parley.platform.identity;

import java.util.List;
import java.util.stream.Stream;

import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** The operations of a service that need no access token. All others do. */
public final class PublicEndpoints {

    /** One operation: a method on the paths that match a pattern such as {@code /internal/contents/**}. */
    public record Endpoint(HttpMethod method, PathPattern path) {}

    /** Probes and metrics: the gateway never routes to them. */
    private static final List<Endpoint> OPERATIONS = List.of(get("/actuator/health/**"), get("/actuator/health"),
            get("/actuator/info"), get("/actuator/prometheus"));

    private final List<Endpoint> endpoints;

    private PublicEndpoints(List<Endpoint> endpoints) {
        this.endpoints = endpoints;
    }

    /** These operations, probes and metrics. */
    public static PublicEndpoints of(Endpoint... endpoints) {
        return new PublicEndpoints(Stream.concat(OPERATIONS.stream(), Stream.of(endpoints)).toList());
    }

    public static Endpoint get(String pattern) {
        return new Endpoint(HttpMethod.GET, PathPatternParser.defaultInstance.parse(pattern));
    }

    public static Endpoint post(String pattern) {
        return new Endpoint(HttpMethod.POST, PathPatternParser.defaultInstance.parse(pattern));
    }

    /** Whether this operation needs no token; {@code path} is the raw path within the application. */
    public boolean includes(HttpMethod method, String path) {
        PathContainer parsed = PathContainer.parsePath(path);
        HttpMethod asked = HttpMethod.HEAD.equals(method) ? HttpMethod.GET : method;
        return endpoints.stream().anyMatch(e -> e.method().equals(asked) && e.path().matches(parsed));
    }
}
