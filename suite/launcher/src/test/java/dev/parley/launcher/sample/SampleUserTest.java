package dev.parley.launcher.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.parley.launcher.home.CannotStartException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SampleUserTest {

    private final SampleUser user = new SampleUser("sample", "secret-1");
    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private final List<Integer> loginAnswers = Collections.synchronizedList(new ArrayList<>());
    private int registerAnswer = 201;
    private HttpServer gateway = unstarted();

    @BeforeEach
    void serve() {
        gateway = unstarted();
        gateway.createContext("/api/auth/login", exchange -> answer(exchange, loginAnswers.removeFirst()));
        gateway.createContext("/api/auth/register", exchange -> answer(exchange, registerAnswer));
        gateway.start();
    }

    @AfterEach
    void stop() {
        gateway.stop(0);
    }

    @Test
    void aKnownPersonOnlyLogsIn() {
        loginAnswers.add(200);

        user.logIn(address());

        assertThat(calls).containsExactly("/api/auth/login {\"username\":\"sample\",\"password\":\"secret-1\"}");
    }

    @Test
    void anUnknownPersonIsRegisteredFirst() {
        loginAnswers.addAll(List.of(401, 200));

        user.logIn(address());

        assertThat(calls).extracting(call -> call.split(" ")[0]).containsExactly("/api/auth/login",
                "/api/auth/register",
                "/api/auth/login");
    }

    @Test
    void aPersonWithAnotherPasswordIsToldInOneSentence() {
        loginAnswers.add(401);
        registerAnswer = 409;

        assertThatThrownBy(() -> user.logIn(address())).isInstanceOf(CannotStartException.class)
                .hasMessageContaining("it exists with another password");
    }

    @Test
    void aBrokenSuiteIsToldInOneSentence() {
        loginAnswers.add(503);

        assertThatThrownBy(() -> user.logIn(address())).isInstanceOf(CannotStartException.class)
                .hasMessage("The sample user sample cannot log in: the answer is 503.");
    }

    @Test
    void anAbsentGatewayIsToldInOneSentence() {
        URI address = address();
        gateway.stop(0);

        assertThatThrownBy(() -> user.logIn(address)).isInstanceOf(CannotStartException.class)
                .hasMessageStartingWith("The gateway does not answer at " + address);
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + gateway.getAddress().getPort());
    }

    private void answer(HttpExchange exchange, int status) throws IOException {
        calls.add(exchange.getRequestURI() + " "
                + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        if (status == 401) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private static HttpServer unstarted() {
        try {
            return HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
