package dev.parley.auth.token;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

import net.javacrumbs.shedlock.spring.annotation.SchedulerLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Makes a new signing key when the newest has grown old, and removes those whose last token has expired. A new key is
 * published {@code key-prepublish} before it signs; an old one stays until nobody can hold a valid token of it.
 *
 * <p>Runs on one instance at a time; should two run at once all the same, the unique generation lets one key in.
 */
@Component
class KeyRotation {

    /** For clocks that differ, keys that were read before the change, and an access-lifetime that was longer before. */
    static final Duration MARGIN = Duration.ofHours(1);

    private static final Logger log = LoggerFactory.getLogger(KeyRotation.class);

    private final SigningKeyStore store;
    private final TokenSettings settings;
    private final Clock clock;

    KeyRotation(SigningKeyStore store, TokenSettings settings, Clock clock) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
    }

    @Scheduled(initialDelay = 1, fixedDelay = 5, timeUnit = TimeUnit.MINUTES)
    @SchedulerLock(name = "signing-key-rotation", lockAtMostFor = "PT10M")
    void run() {
        List<SigningKey> newestFirst = store.all();
        if (newestFirst.isEmpty()) {
            return; // who needs a key first makes it
        }
        Instant now = clock.instant();
        makeIfDue(newestFirst.getFirst(), now);
        removeExpired(newestFirst, now);
    }

    private void makeIfDue(SigningKey newest, Instant now) {
        if (newest.times().createdAt().plus(settings.keyLifetime()).isAfter(now)) {
            return;
        }
        SigningKey next = SigningKey.create(newest.generation() + 1,
                new SigningKey.Times(now, now.plus(settings.keyPrepublish())));
        if (store.insert(next)) {
            log.info("made signing key {}, which signs from {}", next.kid(), next.times().signsFrom());
        }
    }

    private void removeExpired(List<SigningKey> newestFirst, Instant now) {
        Instant lastSigned = now.minus(settings.accessLifetime()).minus(MARGIN);
        SigningKey signedThen = SigningKey.signingAt(lastSigned, newestFirst);
        for (SigningKey key : newestFirst) {
            if (key.generation() < signedThen.generation()) {
                store.remove(key.kid());
                log.info("removed signing key {}, whose last token has expired", key.kid());
            }
        }
    }
}
