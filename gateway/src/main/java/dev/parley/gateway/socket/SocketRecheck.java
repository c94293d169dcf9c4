package dev.parley.gateway.socket;

import java.util.List;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;

import dev.parley.gateway.session.MissedEnds;

/** Looks up the sessions of open sockets from time to time: a socket asks for nothing, so a lost push would leave it open. */
@Component
class SocketRecheck implements DisposableBean {

    private final SessionSockets sockets;
    private final MissedEnds missedEnds;
    private final SocketSettings settings;
    private final Disposable.Swap running = Disposables.swap();

    SocketRecheck(SessionSockets sockets, MissedEnds missedEnds, SocketSettings settings) {
        this.sockets = sockets;
        this.missedEnds = missedEnds;
        this.settings = settings;
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        running.update(Flux.interval(settings.recheckEvery())
                .onBackpressureDrop()
                .concatMap(tick -> missedEnds.lookFor(List.copyOf(sockets.sessionIds())))
                .subscribe());
    }

    @Override
    public void destroy() {
        running.dispose();
    }
}
