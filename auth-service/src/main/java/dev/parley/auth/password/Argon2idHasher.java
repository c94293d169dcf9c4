package dev.parley.auth.password;

import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/** Argon2id (RFC 9106) with 16 bytes of salt and 32 of hash, in the PHC string format. */
@Component
class Argon2idHasher implements PasswordHasher {

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private final Argon2PasswordEncoder encoder;

    Argon2idHasher(PasswordSettings settings) {
        this.encoder = new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, settings.parallelism(),
                Math.toIntExact(settings.memory().toKilobytes()), settings.iterations());
    }

    @Override
    public String hash(String password) {
        return String.valueOf(encoder.encode(password));
    }

    @Override
    public boolean matches(String password, String hash) {
        return encoder.matches(password, hash);
    }

    @Override
    public boolean isOutdated(String hash) {
        return encoder.upgradeEncoding(hash);
    }
}
