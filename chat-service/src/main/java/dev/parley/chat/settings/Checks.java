package dev.parley.chat.settings;

/** Refuses a configuration value, naming its key. */
final class Checks {

    private Checks() {}

    static void that(boolean holds, String key, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(key + " " + rule);
        }
    }
}
