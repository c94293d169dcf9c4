package dev.parley.chat.channel;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody is in a channel, highest first; {@link #code} is what the store holds. Outside of groups it means nothing. */
enum Role {

    /** Exactly one in a group: everything. */
    OWNER(1),
    /** Adds and removes members, mutes them, changes the title. */
    ADMIN(2),
    /** Reads and writes. */
    MEMBER(3);

    private final int code;

    Role(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** The name in the API. */
    String externalName() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isAbove(Role other) {
        return code < other.code;
    }

    static Optional<Role> named(String externalName) {
        return Arrays.stream(values()).filter(role -> role.externalName().equals(externalName)).findFirst();
    }

    static Role of(int code) {
        return Arrays.stream(values()).filter(role -> role.code == code).findFirst().orElseThrow();
    }
}
