package dev.parley.gateway.session;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.data.redis.connection.ReactiveRedisConnection;
import org.springframework.data.redis.connection.ReactiveSubscription.Message;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * Hears from auth-service, through Redis, which sessions have just ended. Keeps trying while Redis is away; the driver
 * subscribes again by itself when a connection comes back.
 */
@Component
class SessionEndListener implements DisposableBean {

    static final String CHANNEL = "parley:sessions:ended";

    private static final Logger log = LoggerFactory.getLogger(SessionEndListener.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(200);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final ReactiveStringRedisTemplate redis;
    private final SharedSessions shared;
    private final EndedSessions ended;
    private final AtomicBoolean hearing = new AtomicBoolean(true);
    private final Disposable.Swap subscription = Disposables.swap();

    SessionEndListener(ReactiveStringRedisTemplate redis, SharedSessions shared, EndedSessions ended) {
        this.redis = redis;
        this.shared = shared;
        this.ended = ended;
    }

    @EventListener(ApplicationReadyEvent.class)
    void listen() {
        subscription.update(connected().thenMany(Flux.defer(() -> redis.listenToChannel(CHANNEL)))
                .map(Message::getMessage)
                .subscribeOn(Schedulers.boundedElastic()) // connecting blocks
                .doOnError(this::notHeard)
                .retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_WAIT).maxBackoff(LONGEST_WAIT))
                .subscribe(ended::add));
    }

    private Mono<String> connected() {
        return redis.execute(ReactiveRedisConnection::ping).next().doOnNext(pong -> heard());
    }

    private void heard() {
        shared.connected();
        if (!hearing.getAndSet(true)) {
            log.info("ends of sessions are heard of again");
        }
    }

    /** Once for each time that Redis goes away, not once for each try. */
    private void notHeard(Throwable away) {
        if (hearing.getAndSet(false)) {
            log.warn("Redis is away: ends of sessions are not heard of, trying again: {}", away.toString());
        }
    }

    @Override
    public void destroy() {
        subscription.dispose();
    }
}
