package dev.parley.auth.password;

import java.util.Optional;

/**
 * A hash as the database has it: Argon2id in the PHC string format, and before it the id of the pepper, if there was one:
 * {@code $pepper$<id>$argon2id$…}.
 *
 * @param pepper the id of the pepper that the password was seasoned with
 * @param argon2 the hash itself
 */
record StoredHash(Optional<String> pepper, String argon2) {

    private static final String MARK = "$pepper$";

    static StoredHash parse(String text) {
        int end = text.startsWith(MARK) ? text.indexOf('$', MARK.length()) : -1;
        return end < 0
                ? new StoredHash(Optional.empty(), text)
                : new StoredHash(Optional.of(text.substring(MARK.length(), end)), text.substring(end));
    }

    String format() {
        return pepper.map(id -> MARK + id).orElse("") + argon2;
    }
}
