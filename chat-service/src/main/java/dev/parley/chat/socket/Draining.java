package dev.parley.chat.socket;

import java.time.Duration;
import java.util.List;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import dev.parley.chat.settings.ChatSettings;

/** Before the node stops, clients are told to reconnect: not all at once, or the other nodes would get all of them at once. */
@Component
class Draining implements SmartLifecycle {

    private final Sockets sockets;
    private final Duration period;
    private volatile boolean running;
    private volatile boolean draining;

    Draining(Sockets sockets, ChatSettings settings) {
        this.sockets = sockets;
        this.period = settings.sockets().drainPeriod();
    }

    /** Whether new sockets are to be sent elsewhere. */
    boolean isDraining() {
        return draining;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        draining = true;
        List<ChatSocket> open = sockets.all();
        long pauseNanos = open.isEmpty() ? 0 : period.toNanos() / open.size();
        try {
            for (ChatSocket socket : open) {
                socket.close(CloseCode.DRAINING);
                Thread.sleep(Duration.ofNanos(pauseNanos));
            }
            sockets.all().forEach(socket -> socket.close(CloseCode.DRAINING));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
