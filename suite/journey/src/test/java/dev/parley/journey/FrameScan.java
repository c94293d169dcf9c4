package dev.parley.journey;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Finds in a frame of chat-service what a benchmark counts, without making objects of JSON: that would cost the load generator more than
 * the servers spend on it.
 */
final class FrameScan {

    private static final byte[] TYPE = bytes("{\"type\":\"");
    private static final byte[] VERSION = bytes("{\"version\":");
    private static final byte[] TEXT = bytes("\"text\":\"");
    private static final byte[] REF = bytes("\"ref\":\"");

    /** What is found, in the order of the frame. */
    interface Finder {

        /** An object with a type. {@code number} is its ref, or 0 where that is no number. */
        void object(Type type, long number);

        /** An entry of a channel's stream. */
        void entry(long version);

        /** The number that the text of the entry begins with. Only where texts were asked for. */
        void text(long number);
    }

    /** The types that matter here. */
    enum Type {
        HELLO, ACK, MESSAGES, RESUMED, ERROR, OTHER;

        private static Type at(byte[] buffer, int at) {
            return switch (buffer[at]) {
                case 'h' -> HELLO;
                case 'a' -> ACK;
                case 'm' -> MESSAGES;
                case 'r' -> RESUMED;
                case 'e' -> ERROR;
                default -> OTHER;
            };
        }
    }

    private FrameScan() {}

    static void scan(byte[] buffer, int from, int length, boolean texts, Finder finder) {
        int end = from + length;
        for (int i = from; i < end; i++) {
            if (buffer[i] == '{') {
                if (matches(buffer, i, end, VERSION)) {
                    finder.entry(number(buffer, i + VERSION.length, end));
                } else if (matches(buffer, i, end, TYPE)) {
                    Type type = Type.at(buffer, i + TYPE.length);
                    finder.object(type, type == Type.ACK || type == Type.RESUMED ? ref(buffer, i, end) : 0);
                }
            } else if (texts && buffer[i] == '"' && matches(buffer, i, end, TEXT)) {
                finder.text(number(buffer, i + TEXT.length, end));
            }
        }
    }

    private static long ref(byte[] buffer, int from, int end) {
        for (int i = from + TYPE.length; i < end && buffer[i] != '}'; i++) {
            if (buffer[i] == '"' && matches(buffer, i, end, REF)) {
                return number(buffer, i + REF.length, end);
            }
        }
        return 0;
    }

    private static boolean matches(byte[] buffer, int at, int end, byte[] pattern) {
        if (end - at <= pattern.length) {
            return false;
        }
        for (int i = 1; i < pattern.length; i++) {
            if (buffer[at + i] != pattern[i]) {
                return false;
            }
        }
        return true;
    }

    private static long number(byte[] buffer, int from, int end) {
        long number = 0;
        for (int i = from; i < end && buffer[i] >= '0' && buffer[i] <= '9'; i++) {
            number = 10 * number + buffer[i] - '0';
        }
        return number;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }
}
