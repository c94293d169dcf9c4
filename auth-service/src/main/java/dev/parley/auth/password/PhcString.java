package dev.parley.auth.password;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An Argon2id hash in the PHC string format, version 1.3 of Argon2.
 *
 * @param effort what it cost
 */
record PhcString(Effort effort, byte[] salt, byte[] hash) {

    /**
     * What a hash costs.
     *
     * @param memory in KiB
     */
    record Effort(int memory, int iterations, int parallelism) {}

    private static final Pattern FORMAT = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,9}),t=(\\d{1,9}),p=(\\d{1,9})\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

    /** Reads a hash; empty for anything else. */
    static Optional<PhcString> parse(String text) {
        Matcher parts = FORMAT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        Effort effort = new Effort(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)),
                Integer.parseInt(parts.group(3)));
        try {
            return Optional.of(new PhcString(effort, Base64.getDecoder().decode(parts.group(4)),
                    Base64.getDecoder().decode(parts.group(5))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    String format() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + effort.memory() + ",t=" + effort.iterations() + ",p=" + effort.parallelism() + "$"
                + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
    }

    @Override
    public String toString() {
        return "PhcString[" + effort + ", hidden]";
    }
}
