package dev.parley.gateway.route;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RequestHeadersTest {

    private static final RouteSettings BEHIND_PROXIES = new RouteSettings(List.of("10.0.0.0/8", "fd00::/8"), 1000,
            Duration.ofMinutes(1), 1);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        10.0.0.1    | 203.0.113.9                        | 203.0.113.9
        10.0.0.1    | 203.0.113.9, 10.0.0.7              | 203.0.113.9
        10.0.0.1    | 1.1.1.1, 203.0.113.9, 10.0.0.7     | 203.0.113.9
        10.0.0.1    | 10.0.0.8, 10.0.0.7                 | 10.0.0.8
        10.0.0.1    | 203.0.113.9, nonsense, 10.0.0.7    | 10.0.0.7
        10.0.0.1    | 2001:db8::1                        | 2001:db8::1
        10.0.0.1    |                                    | 10.0.0.1
        203.0.113.5 | 1.1.1.1                            | 203.0.113.5
        203.0.113.5 | 10.0.0.1                           | 203.0.113.5
        """)
    void theClientIsTheLastAddressThatNoTrustedProxyHas(String peer, @Nullable String forwarded, String client) {
        assertThat(passed(peer, forwarded).get("X-Forwarded-For")).containsExactly(client);
    }

    @Test
    void onlyATrustedProxySaysWhatTheClientAskedFor() {
        assertThat(passed("10.0.0.1", "203.0.113.9").getFirst("X-Forwarded-Proto")).isEqualTo("https");
        assertThat(passed("10.0.0.1", "203.0.113.9").getFirst("X-Forwarded-Host")).isEqualTo("chat.example.org");
        assertThat(passed("203.0.113.5", "1.1.1.1").getFirst("X-Forwarded-Proto")).isEqualTo("http");
        assertThat(passed("203.0.113.5", "1.1.1.1").getFirst("X-Forwarded-Host")).isEqualTo("gateway:8080");
    }

    @ParameterizedTest
    @CsvSource({"nonsense", "10.0.0.0/99", "10.0.0.0/x", "''"})
    void aMalformedSubnetIsRefused(String cidr) {
        assertThatThrownBy(() -> new RouteSettings(List.of(cidr), 1000, Duration.ofMinutes(1), 1))
                .hasMessageContaining("trusted-proxies");
    }

    @Test
    void limitsMustBePositive() {
        assertThatThrownBy(() -> new RouteSettings(List.of(), 0, Duration.ofMinutes(1), 1))
                .hasMessageContaining("time-limit-millis");
        assertThatThrownBy(() -> new RouteSettings(List.of(), 1, Duration.ZERO, 1)).hasMessageContaining("silence");
        assertThatThrownBy(() -> new RouteSettings(List.of(), 1, Duration.ofMinutes(1), 0))
                .hasMessageContaining("max-password-operations");
    }

    private static HttpHeaders passed(String peer, @Nullable String forwarded) {
        MockServerHttpRequest.BaseBuilder<?> request = MockServerHttpRequest
                .get("http://gateway:8080/api/chat/channels")
                .remoteAddress(new InetSocketAddress(peer, 1)).header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Host", "chat.example.org");
        if (forwarded != null) {
            request.header("X-Forwarded-For", forwarded);
        }
        MockServerWebExchange exchange = MockServerWebExchange.from(request.build());
        return new RequestHeaders(BEHIND_PROXIES).filter(exchange.getRequest().getHeaders(), exchange);
    }
}
