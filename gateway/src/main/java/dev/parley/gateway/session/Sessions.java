package dev.parley.gateway.session;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Says whether a session stands: from memory for a few seconds, then from Redis, then from auth-service, who knows best. When
 * nobody answers, a session that was found to stand within the last minute goes on.
 */
@Component
class Sessions {

    static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final SessionSettings settings;
    private final SharedSessions shared;
    private final AuthoritativeSessions authority;
    private final EndedSessions ended;
    private final Clock clock;
    /** When each session was last found to stand. */
    private final Cache<String, Instant> foundStanding;
    private final ConcurrentMap<String, Mono<Standing>> lookups = new ConcurrentHashMap<>();

    Sessions(SessionSettings settings, SharedSessions shared, AuthoritativeSessions authority, EndedSessions ended,
            Clock clock) {
        this.settings = settings;
        this.shared = shared;
        this.authority = authority;
        this.ended = ended;
        this.clock = clock;
        this.foundStanding = Caffeine.newBuilder().maximumSize(settings.maxSessions())
                .expireAfterWrite(settings.graceFor()).build();
    }

    /** What is known without asking anybody; empty when somebody must be asked. */
    Optional<Standing> known(String sessionId) {
        if (ended.contains(sessionId)) {
            return Optional.of(Standing.ENDED);
        }
        return wasFoundWithin(settings.cacheFor(), sessionId) ? Optional.of(Standing.STANDS) : Optional.empty();
    }

    /**
     * Asks who knows.
     *
     * @param token the person's own valid token of this session, to ask auth-service with
     */
    Mono<Standing> check(String sessionId, String token) {
        // One look-up serves all requests of the session that come meanwhile.
        return lookups.computeIfAbsent(sessionId, id -> lookUp(id, token)
                .map(standing -> conclude(id, standing))
                .doFinally(end -> lookups.remove(id))
                .cache());
    }

    private Mono<Standing> lookUp(String sessionId, String token) {
        return shared.standing(sessionId)
                .flatMap(standing -> standing == Standing.UNKNOWN
                        ? authority.standing(sessionId, token)
                        : Mono.just(standing));
    }

    private Standing conclude(String sessionId, Standing found) {
        // An end that was pushed during the look-up is newer than what the look-up found.
        if (found == Standing.ENDED || ended.contains(sessionId)) {
            foundStanding.invalidate(sessionId);
            return Standing.ENDED;
        }
        if (found == Standing.STANDS) {
            foundStanding.put(sessionId, clock.instant());
            return Standing.STANDS;
        }
        return wasFoundWithin(settings.graceFor(), sessionId) ? Standing.STANDS : Standing.UNKNOWN;
    }

    private boolean wasFoundWithin(Duration duration, String sessionId) {
        Instant found = foundStanding.getIfPresent(sessionId);
        return found != null && found.plus(duration).isAfter(clock.instant());
    }
}
