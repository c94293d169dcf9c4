package dev.parley.gateway.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * The sessions that are known to have ended. They are remembered for longer than an access token lives, so that an older
 * answer that is still on its way cannot bring a session back.
 */
@Component
public class EndedSessions {

    private final Cache<String, Boolean> ended;
    private final ApplicationEventPublisher events;

    EndedSessions(SessionSettings settings, ApplicationEventPublisher events) {
        this.events = events;
        this.ended = Caffeine.newBuilder().maximumSize(settings.maxSessions())
                .expireAfterWrite(settings.rememberEndedFor()).build();
    }

    /** Whether it is known here that the session has ended. */
    public boolean contains(String sessionId) {
        return ended.getIfPresent(sessionId) != null;
    }

    /** Remembers the end and, the first time, tells with a {@link SessionEnded} event. */
    void add(String sessionId) {
        if (ended.asMap().putIfAbsent(sessionId, Boolean.TRUE) == null) {
            events.publishEvent(new SessionEnded(sessionId));
        }
    }
}
