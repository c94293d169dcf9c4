package dev.parley.gateway.session;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * What Redis knows of sessions: auth-service writes {@code parley:session:<sid>} as {@code active} for a minute, and as
 * {@code ended} for longer than an access token lives. Nothing there, or no Redis, means that Redis does not know.
 */
@Component
class SharedSessions {

    static final String KEY_PREFIX = "parley:session:";

    private static final Logger log = LoggerFactory.getLogger(SharedSessions.class);

    private final ReactiveStringRedisTemplate redis;
    private final SessionSettings settings;
    private final EndedSessions ended;
    private final CircuitBreaker breaker;
    /** Making the first connection blocks, which no event loop may; {@link SessionEndListener} does it elsewhere. */
    private volatile boolean connected;

    SharedSessions(ReactiveStringRedisTemplate redis, SessionSettings settings, EndedSessions ended,
            CircuitBreakerRegistry breakers) {
        this.redis = redis;
        this.settings = settings;
        this.ended = ended;
        this.breaker = breakers.circuitBreaker("redis");
    }

    void connected() {
        connected = true;
    }

    /** Never an error: {@link Standing#UNKNOWN} instead. */
    Mono<Standing> standing(String sessionId) {
        if (!connected) {
            return Mono.just(Standing.UNKNOWN);
        }
        return redis.opsForValue().get(KEY_PREFIX + sessionId)
                .timeout(settings.redisTimeout())
                .transformDeferred(CircuitBreakerOperator.of(breaker))
                .map(state -> interpret(sessionId, state))
                .defaultIfEmpty(Standing.UNKNOWN)
                .onErrorResume(away -> {
                    log.debug("Redis does not answer", away);
                    return Mono.just(Standing.UNKNOWN);
                });
    }

    private Standing interpret(String sessionId, String state) {
        return switch (state) {
            case "active" -> Standing.STANDS;
            case "ended" -> {
                ended.add(sessionId);
                yield Standing.ENDED;
            }
            default -> Standing.UNKNOWN;
        };
    }
}
