package dev.parley.auth.token;

import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

import dev.parley.platform.identity.KeySource;

/**
 * The signing keys as this instance knows them: read at the start (when the very first instance makes one), again after
 * {@code key-refresh}, and when a token names a key that is not among them. While the database is away the known ones stay.
 */
@Component
class SigningKeys implements KeySource, ApplicationRunner {

    /** How often, at most, tokens with unknown keys make this instance read the keys again. */
    private static final Duration UNKNOWN_KEY_PAUSE = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(SigningKeys.class);

    private record Known(List<SigningKey> keys, Instant readAt) {}

    private final SigningKeyStore store;
    private final TokenSettings settings;
    private final Clock clock;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile @Nullable Known known;

    SigningKeys(SigningKeyStore store, TokenSettings settings, Clock clock) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
    }

    /** Sees to it that there is a key before the service reports ready. */
    @Override
    public void run(ApplicationArguments arguments) {
        log.info("signing with key {}", current().kid());
    }

    /** The key that signs now. */
    SigningKey current() {
        return SigningKey.signingAt(clock.instant(), all());
    }

    /** All keys whose tokens are accepted, newest first; at least one. */
    List<SigningKey> all() {
        return notOlderThan(settings.keyRefresh()).keys();
    }

    @Override
    public Optional<PublicKey> byKeyId(String keyId) {
        try {
            return in(all(), keyId).or(() -> in(notOlderThan(UNKNOWN_KEY_PAUSE).keys(), keyId));
        } catch (DataAccessException e) {
            throw new KeysUnavailableException("the signing keys cannot be read", e);
        }
    }

    @Override
    public Optional<PublicKey> cachedByKeyId(String keyId) {
        Known now = known;
        return now == null ? Optional.empty() : in(now.keys(), keyId);
    }

    private static Optional<PublicKey> in(List<SigningKey> keys, String kid) {
        return keys.stream().filter(key -> key.kid().equals(kid)).findFirst().map(SigningKey::publicKey);
    }

    private Known notOlderThan(Duration age) {
        Known before = known;
        if (before != null && isYoung(before, age)) {
            return before;
        }
        reading.lock();
        try {
            Known meanwhile = known;
            if (meanwhile != null && isYoung(meanwhile, age)) {
                return meanwhile;
            }
            Known read = meanwhile == null ? read() : readOrKeep(meanwhile);
            known = read;
            return read;
        } finally {
            reading.unlock();
        }
    }

    private boolean isYoung(Known keys, Duration age) {
        return clock.instant().isBefore(keys.readAt().plus(age));
    }

    private Known readOrKeep(Known before) {
        try {
            return read();
        } catch (DataAccessException e) {
            log.warn("the signing keys could not be read again, going on with those known: {}", e.getMessage());
            return new Known(before.keys(), clock.instant());
        }
    }

    private Known read() {
        List<SigningKey> keys = store.all();
        if (keys.isEmpty()) {
            Instant now = clock.instant();
            boolean mine = store.insert(SigningKey.create(1, new SigningKey.Times(now, now)));
            log.info(mine ? "made the first signing key" : "another instance made the first signing key");
            keys = store.all();
        }
        return new Known(List.copyOf(keys), clock.instant());
    }
}
