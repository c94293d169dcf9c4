package dev.parley.gateway;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** A WebSocket that is opened with a one-time ticket in its address, and what a ticket does not open. */
@ExtendWith(OutputCaptureExtension.class)
class TicketTest extends GatewayTest {

    private static final String SOCKET = "/api/chat/ws";
    private static final String TICKET = "N3v3rInALog-N3v3rInALog-N3v3rInALog-N3v3rIn";

    private URI address(String query) {
        return URI.create(socketUri() + "?" + query);
    }

    @Test
    void aTicketReachesTheServiceWithoutATokenAndIsInNoLog(CapturedOutput log) throws Exception {
        chat.answer(SOCKET,
                (request, response) -> response.sendWebsocket((in, out) -> out.sendString(in.receive().asString())));

        SocketClient socket = new SocketClient(http, address("ticket=" + TICKET));
        socket.send("hello");

        assertThat(socket.receive()).isEqualTo("hello");
        assertThat(chat.seen(SOCKET).getFirst().uri()).isEqualTo(SOCKET + "?ticket=" + TICKET);
        assertThat(chat.seen(SOCKET).getFirst().headers().contains("Authorization")).isFalse();
        socket.close(1000);
        assertThat(log.getAll()).doesNotContain(TICKET);
    }

    @Test
    void aTicketThatTheServiceRefusesClosesTheSocketWith4401(CapturedOutput log) throws Exception {
        chat.answerStatus(SOCKET, 401);

        assertThat(new SocketClient(http, address("ticket=" + TICKET)).closed().get(60, TimeUnit.SECONDS))
                .isEqualTo(4401);
        assertThat(log.getAll()).doesNotContain(TICKET);
    }

    @Test
    void whenNobodyCanTakeTheTicketTheSocketIsClosedWithComeAgain(CapturedOutput log) throws Exception {
        chat.answerStatus(SOCKET, 503);
        assertThat(new SocketClient(http, address("ticket=" + TICKET)).closed().get(60, TimeUnit.SECONDS))
                .isEqualTo(4503);

        chat.stop();
        assertThat(new SocketClient(http, address("ticket=" + TICKET)).closed().get(60, TimeUnit.SECONDS))
                .isEqualTo(4503);
        assertThat(log.getAll()).doesNotContain(TICKET);
    }

    @ParameterizedTest
    @ValueSource(strings = {CHANNELS, "/api/chat/ws/", "/api/chat/ws/more", "/api/chat/%77s", "/api/files/drive",
        "/api/auth/users/me"})
    void aTicketOpensNoOtherPath(String path) {
        assertThat(status(request(path + "?ticket=" + TICKET))).isIn(401, 404);
        URI uri = URI.create("ws" + uri(path).toString().substring(4) + "?ticket=" + TICKET);
        assertThat(handshakeStatus(uri)).isIn(401, 404);
        assertThat(chat.seen(path)).isEmpty();
    }

    @Test
    void aTicketOpensNothingButAWebSocket() {
        assertThat(status(request(SOCKET + "?ticket=" + TICKET))).isEqualTo(401);
        assertThat(status(request(SOCKET + "?ticket=" + TICKET).POST(HttpRequest.BodyPublishers.noBody())))
                .isEqualTo(401);
        assertThat(chat.seen(SOCKET)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ticket=a&ticket=b", "Ticket=a"})
    void withoutExactlyOneTicketATokenIsNeeded(String query) {
        assertThat(handshakeStatus(address(query))).isEqualTo(401);
        assertThat(chat.seen(SOCKET)).isEmpty();
    }

    @Test
    void aBadTokenIsNotMadeGoodByATicket() {
        assertThatThrownBy(() -> new SocketClient(http, address("ticket=" + TICKET), "not-a-token"))
                .hasCauseInstanceOf(WebSocketHandshakeException.class);
        assertThat(chat.seen(SOCKET)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"access_token", "token"})
    void anAccessTokenInTheAddressIsRefusedWithAHint(String parameter, CapturedOutput log) {
        for (var request : List.of(request(SOCKET + "?" + parameter + "=" + token),
                signedIn(SOCKET + "?" + parameter + "=" + token))) {
            HttpResponse<String> refused = send(request);
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(problem(refused).get("code").stringValue()).isEqualTo("token-in-address");
            assertThat(problem(refused).get("detail").stringValue()).contains("POST /api/chat/tickets");
        }
        assertThat(handshakeStatus(address(parameter + "=" + token))).isEqualTo(400);
        assertThat(handshakeStatus(address("ticket=" + TICKET + "&" + parameter + "=" + token))).isEqualTo(400);
        assertThat(chat.seen(SOCKET)).isEmpty();
        assertThat(log.getAll()).doesNotContain(token);
    }

    private static int handshakeStatus(URI uri) {
        var refused = catchThrowableOfType(CompletionException.class, () -> new SocketClient(http, uri));
        return refused != null && refused.getCause() instanceof WebSocketHandshakeException answer
                ? answer.getResponse().statusCode()
                : 101;
    }
}
