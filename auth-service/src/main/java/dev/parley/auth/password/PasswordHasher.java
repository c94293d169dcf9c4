package dev.parley.auth.password;

/**
 * Makes and checks the hash of one password. Slow and hungry on purpose: callers go through {@link Passwords}, which
 * bounds how many run at once. Implementations are thread-safe.
 */
interface PasswordHasher {

    /** A new hash with a fresh random salt; carries its own parameters, in at most 255 ASCII characters. */
    String hash(String password);

    /** Whether the hash was made from this password. Costs the same for a right and a wrong password. */
    boolean matches(String password, String hash);

    /** Whether the hash was made with less effort than is asked for now. */
    boolean isOutdated(String hash);
}
