package dev.parley.gateway.session;

import java.util.Collection;

import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Finds ends of sessions whose push was lost, for those who keep something open without asking again. */
@Component
public class MissedEnds {

    private static final int AT_ONCE = 16;

    private final SharedSessions shared;

    MissedEnds(SharedSessions shared) {
        this.shared = shared;
    }

    /** Asks Redis for each session; a {@link SessionEnded} event tells of those that have ended. Never an error. */
    public Mono<Void> lookFor(Collection<String> sessionIds) {
        return Flux.fromIterable(sessionIds).flatMap(shared::standing, AT_ONCE).then();
    }
}
