package dev.parley.auth.password;

import java.util.Optional;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Argon2id (RFC 9106) with 16 bytes of salt and 32 of hash, over the password or, with a {@link Pepper}, over what it makes
 * of it.
 */
@Component
class Argon2idHasher implements PasswordHasher {

    private static final Logger log = LoggerFactory.getLogger(Argon2idHasher.class);

    private final Argon2PasswordEncoder encoder;
    private final Optional<Pepper> pepper;
    private final Counter otherPeppers;

    Argon2idHasher(PasswordSettings settings, MeterRegistry meters) {
        PhcString.Effort effort = new PhcString.Effort(Math.toIntExact(settings.memory().toKilobytes()),
                settings.iterations(), settings.parallelism());
        this.encoder = new PooledArgon2Encoder(effort, settings.concurrency());
        this.pepper = Pepper.read(settings.pepper());
        this.otherPeppers = Counter.builder("parley.auth.password.other.pepper")
                .description(
                        "passwords that could not be checked: hashed with a pepper that this instance does not have")
                .register(meters);
    }

    @Override
    public String hash(String password) {
        String argon2 = String.valueOf(encoder.encode(seasoned(password)));
        return new StoredHash(pepperId(), argon2).format();
    }

    @Override
    public boolean matches(String password, String hash) {
        StoredHash stored = StoredHash.parse(hash);
        boolean known = stored.pepper().isEmpty() || stored.pepper().equals(pepperId());
        if (!known) {
            otherPeppers.increment();
            log.error("a password was hashed with pepper {}, this instance has {}: check PARLEY_AUTH_PASSWORD_PEPPER",
                    stored.pepper().orElse(""), pepperId().orElse("none"));
        }
        boolean matches = encoder.matches(stored.pepper().isEmpty() ? password : seasoned(password), stored.argon2());
        return matches && known;
    }

    @Override
    public boolean isOutdated(String hash) {
        StoredHash stored = StoredHash.parse(hash);
        return !stored.pepper().equals(pepperId()) || encoder.upgradeEncoding(stored.argon2());
    }

    private String seasoned(String password) {
        return pepper.map(secret -> secret.season(password)).orElse(password);
    }

    private Optional<String> pepperId() {
        return pepper.map(Pepper::id);
    }
}
