package dev.parley.chat.socket;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import dev.parley.chat.bus.NodeBus;
import dev.parley.chat.online.OnlinePeople;
import dev.parley.chat.settings.ChatSettings;
import dev.parley.chat.settings.SocketSettings;

/** The sockets of this node, by session. Keeps them alive, and ends those whose time has come. */
@Component
class Sockets {

    private final Map<String, Set<ChatSocket>> bySession = new ConcurrentHashMap<>();
    /** Ends that were heard lately: a session may end between the check of a handshake and the moment when its socket is known here. */
    private final Cache<String, Boolean> ended = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofMinutes(1))
            .maximumSize(100_000)
            .build();
    private final OnlinePeople online;
    private final NodeBus bus;
    private final SocketSettings settings;
    private final Counter slowReaders;

    Sockets(OnlinePeople online, NodeBus bus, ChatSettings settings, MeterRegistry metrics) {
        this.online = online;
        this.bus = bus;
        this.settings = settings.sockets();
        this.slowReaders = metrics.counter("parley.chat.sockets.slow");
        Gauge.builder("parley.chat.sockets.open", this, sockets -> sockets.all().size()).register(metrics);
        Gauge.builder("parley.chat.sockets.queued.bytes", this,
                sockets -> sockets.all().stream().mapToLong(ChatSocket::queuedBytes).sum()).register(metrics);
    }

    void slowReader() {
        slowReaders.increment();
    }

    void add(ChatSocket socket) {
        bySession.compute(socket.identity().sessionId(), (session, sockets) -> {
            Set<ChatSocket> all = sockets == null ? ConcurrentHashMap.newKeySet(1) : sockets;
            all.add(socket);
            return all;
        });
        if (ended.getIfPresent(socket.identity().sessionId()) != null) {
            socket.close(CloseCode.SESSION_ENDED);
        }
        online.add(socket);
    }

    void remove(ChatSocket socket) {
        online.remove(socket);
        bySession.computeIfPresent(socket.identity().sessionId(), (session, sockets) -> {
            sockets.remove(socket);
            return sockets.isEmpty() ? null : sockets;
        });
    }

    List<ChatSocket> all() {
        return bySession.values().stream().flatMap(Collection::stream).toList();
    }

    Set<String> sessions() {
        return Set.copyOf(bySession.keySet());
    }

    void endSession(String sessionId) {
        ended.put(sessionId, true);
        bySession.getOrDefault(sessionId, Set.of()).forEach(socket -> socket.close(CloseCode.SESSION_ENDED));
    }

    /**
     * Heartbeats and idle sockets. A token may expire under an open socket, since the end of its session is pushed; while nobody can
     * push, the socket lives only as long as its token, and a little longer.
     */
    @Scheduled(fixedRate = 1000)
    void sweep() {
        long now = System.nanoTime();
        boolean endsArePushed = bus.connected();
        Instant oldest = Instant.now().minus(settings.tokenGrace());
        bySession.values().forEach(sockets -> sockets.forEach(socket -> {
            if (!endsArePushed && socket.identity().expiresAt().isBefore(oldest)) {
                socket.close(CloseCode.SESSION_ENDED);
            } else if (!socket.isClosing()) {
                socket.checkAlive(now, settings);
            }
        }));
    }
}
