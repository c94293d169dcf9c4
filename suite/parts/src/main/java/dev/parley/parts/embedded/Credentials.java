package dev.parley.parts.embedded;

import java.util.regex.Pattern;

/** Names and passwords that go into addresses, SQL and configuration files as they are, with nothing to escape. */
final class Credentials {

    private static final Pattern SIMPLE = Pattern.compile("[A-Za-z0-9_-]{1,80}");

    private Credentials() {}

    static void requireSimple(String what, String value) {
        if (!SIMPLE.matcher(value).matches()) {
            throw new IllegalArgumentException(what + " must be 1 to 80 letters, digits, - and _");
        }
    }
}
