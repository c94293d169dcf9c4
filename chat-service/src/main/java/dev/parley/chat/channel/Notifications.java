package dev.parley.chat.channel;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What of a channel somebody wants to be told aloud; {@link #code} is what the store holds. Messages come all the same. */
enum Notifications {

    ALL(1), MENTIONS(2), NONE(3);

    private final int code;

    Notifications(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** The name in the API. */
    String externalName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Notifications> named(String externalName) {
        return Arrays.stream(values()).filter(choice -> choice.externalName().equals(externalName)).findFirst();
    }

    static Notifications of(int code) {
        return Arrays.stream(values()).filter(choice -> choice.code == code).findFirst().orElseThrow();
    }
}
