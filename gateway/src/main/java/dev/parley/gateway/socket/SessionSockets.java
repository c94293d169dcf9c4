package dev.parley.gateway.socket;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketSession;

import dev.parley.gateway.session.EndedSessions;
import dev.parley.gateway.session.SessionEnded;

/** The open sockets of each session. When a session ends, all of its sockets are closed with 4401. */
@Component
class SessionSockets {

    static final CloseStatus SESSION_ENDED = new CloseStatus(4401, "session ended");

    private static final Logger log = LoggerFactory.getLogger(SessionSockets.class);

    private final EndedSessions ended;
    private final ConcurrentMap<String, Set<WebSocketSession>> sockets = new ConcurrentHashMap<>();

    SessionSockets(EndedSessions ended, MeterRegistry meters) {
        this.ended = ended;
        Gauge.builder("parley.gateway.sockets", this, SessionSockets::count).register(meters);
    }

    void add(String sessionId, WebSocketSession socket) {
        sockets.compute(sessionId, (id, known) -> {
            Set<WebSocketSession> all = known == null ? ConcurrentHashMap.newKeySet(2) : known;
            all.add(socket);
            return all;
        });
        // The session may have ended between its check and this line, when there was nothing to close yet.
        if (ended.contains(sessionId)) {
            close(socket);
        }
    }

    void remove(String sessionId, WebSocketSession socket) {
        sockets.computeIfPresent(sessionId, (id, known) -> {
            known.remove(socket);
            return known.isEmpty() ? null : known;
        });
    }

    /** The sessions that have open sockets. */
    Set<String> sessionIds() {
        return sockets.keySet();
    }

    @EventListener
    void closeAllOf(SessionEnded event) {
        sockets.getOrDefault(event.sessionId(), Set.of()).forEach(SessionSockets::close);
    }

    private static void close(WebSocketSession socket) {
        socket.close(SESSION_ENDED).subscribe(closed -> {},
                gone -> log.debug("a socket was gone before it was closed", gone));
    }

    private int count() {
        return sockets.values().stream().mapToInt(Set::size).sum();
    }
}
