package dev.parley.parts.embedded;

/** Names the machine we run on, for messages. */
final class Platform {

    private Platform() {}

    /** For example {@code Linux on amd64}. */
    static String current() {
        return System.getProperty("os.name") + " on " + System.getProperty("os.arch");
    }
}
