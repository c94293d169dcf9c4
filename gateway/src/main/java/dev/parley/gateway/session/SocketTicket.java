package dev.parley.gateway.session;

import java.util.List;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;

import dev.parley.gateway.problem.GatewayProblem;
import dev.parley.platform.problem.ProblemException;

/**
 * The one-time ticket with which a browser opens a WebSocket, as it cannot set {@code Authorization} there: {@code /api/chat/ws?ticket=…}.
 * It is chat-service that made it and takes it; here it only opens the way, for this path, written in this way, and for nothing else.
 */
final class SocketTicket {

    private static final String PATH = "/api/chat/ws";
    private static final String PARAMETER = "ticket";
    /** The names under which tokens are put into addresses elsewhere (RFC 6750, section 2.3, the second one without a name). */
    private static final List<String> TOKENS = List.of("access_token", "token");

    private SocketTicket() {}

    /** Whether this is a WebSocket handshake with a ticket, and with nothing else that says who it is. */
    static boolean opens(ServerHttpRequest request) {
        HttpHeaders headers = request.getHeaders();
        return isForSockets(request) && HttpMethod.GET.equals(request.getMethod())
                && "websocket".equalsIgnoreCase(headers.getFirst(HttpHeaders.UPGRADE))
                && !headers.containsHeader(HttpHeaders.AUTHORIZATION)
                && request.getQueryParams().getOrDefault(PARAMETER, List.of()).size() == 1;
    }

    /**
     * Ends a handshake that carries a token in its address, where it would be written into logs and histories.
     *
     * @throws ProblemException {@code token-in-address}
     */
    static void refuseTokensInAddress(ServerHttpRequest request) {
        if (isForSockets(request) && TOKENS.stream().anyMatch(request.getQueryParams()::containsKey)) {
            throw new ProblemException(GatewayProblem.TOKEN_IN_ADDRESS,
                    "send the token as Authorization: Bearer …, or get a ticket with POST /api/chat/tickets and connect to "
                            + PATH + "?ticket=…");
        }
    }

    private static boolean isForSockets(ServerHttpRequest request) {
        return request.getPath().pathWithinApplication().value().equals(PATH);
    }
}
