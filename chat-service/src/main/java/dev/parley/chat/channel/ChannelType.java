package dev.parley.chat.channel;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of channel; {@link #code} is what the store holds. */
enum ChannelType {

    /** Exactly two people; one for each pair. */
    DIRECT(1),
    /** Many people, with a title and roles. */
    GROUP(2),
    /** A person's own, with nobody else in it; one for each. */
    SAVED(3);

    private final int code;

    ChannelType(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** The name in the API. */
    String externalName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<ChannelType> named(String externalName) {
        return Arrays.stream(values()).filter(type -> type.externalName().equals(externalName)).findFirst();
    }

    static ChannelType of(int code) {
        return Arrays.stream(values()).filter(type -> type.code == code).findFirst().orElseThrow();
    }
}
