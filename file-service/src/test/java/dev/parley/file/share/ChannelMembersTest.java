package dev.parley.file.share;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

import dev.parley.file.FileProblem;
import dev.parley.platform.problem.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Whatever chat-service does but say yes, nobody gets in. */
class ChannelMembersTest {

    private static final Visitor VISITOR = new Visitor(7, "Bearer x", null);
    private static final ShareSettings SETTINGS = new ShareSettings(Duration.ofHours(1), 10, 200,
            Duration.ofMinutes(10), Duration.ofHours(24), Duration.ofSeconds(3), Duration.ofDays(90));

    @Test
    void whereNobodyListensNobodyBelongs() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertUnavailable(members(free));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 302, 401, 403, 429, 500, 503})
    void onlyTheTwoAnswersThatAreAgreedMeanAnything(int status) throws IOException {
        HttpServer chat = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        chat.createContext("/", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        chat.start();
        try {
            assertUnavailable(members(chat.getAddress().getPort()));
        } finally {
            chat.stop(0);
        }
    }

    private static void assertUnavailable(ChannelMembers members) {
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> members.has(1, VISITOR))
                .satisfies(refused -> assertThat(refused.type()).isEqualTo(FileProblem.CHAT_UNAVAILABLE));
    }

    /** Asks this port instead of a service by its name. */
    private static ChannelMembers members(int port) {
        SimpleClientHttpRequestFactory there = new SimpleClientHttpRequestFactory();
        return new ChannelMembers(RestClient.builder().requestFactory((uri, method) -> there
                .createRequest(URI.create("http://127.0.0.1:" + port + uri.getRawPath()), method)), SETTINGS);
    }
}
