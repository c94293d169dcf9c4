package dev.parley.chat.contact;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** From whom a person takes messages who is not blocked; {@link #code} is what the store holds. */
enum WhoMayWrite {

    /** Unless they chose otherwise. */
    EVERYONE(0),
    /** Only contacts, and those whom they wrote to first. */
    CONTACTS(1);

    private final int code;

    WhoMayWrite(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** The name in the API. */
    String externalName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<WhoMayWrite> named(String externalName) {
        return Arrays.stream(values()).filter(choice -> choice.externalName().equals(externalName)).findFirst();
    }

    static WhoMayWrite of(int code) {
        return Arrays.stream(values()).filter(choice -> choice.code == code).findFirst().orElseThrow();
    }
}
