package dev.parley.chat.contact;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How far two people are on the way to being contacts, seen from one side; {@link #code} is what the store holds. */
enum ContactState {

    /** Nothing; in frames {@code removed}. */
    NONE(0),
    /** This side has asked. */
    REQUESTED(1),
    /** The other side has asked. */
    RECEIVED(2),
    /** Both want it. */
    ACCEPTED(3);

    private final int code;

    ContactState(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** The name in the API. */
    String externalName() {
        return this == NONE ? "removed" : name().toLowerCase(Locale.ROOT);
    }

    static ContactState of(int code) {
        return Arrays.stream(values()).filter(state -> state.code == code).findFirst().orElseThrow();
    }

    /** A state that can be listed. */
    static Optional<ContactState> named(String externalName) {
        return Arrays.stream(values())
                .filter(state -> state != NONE && state.externalName().equals(externalName))
                .findFirst();
    }
}
