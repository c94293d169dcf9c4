package dev.parley.chat.message;

import java.util.Arrays;
import java.util.Locale;

/**
 * What an entry of a channel's stream is; {@link #code} is what the store holds. Each kind has its own body, a JSON object whose
 * members clients find next to version, id and so on.
 */
enum MessageKind {

    /** Body: text, attachments, mentions; whatever there is of them. */
    TEXT(1),
    /** Other words for a text. Body: {@code {"text": "…"}}. */
    EDIT(2),
    /** Takes a text back. Body: {@code {}}. */
    RECALL(3),
    /** Body: {@code {"emoji": "…", "removed": true}}, the latter only when it takes a reaction back. */
    REACTION(4),
    /** Written by the service. Body: who came, left, or has another role. */
    MEMBERS(16),
    /** Written by the service. Body: what is new about the channel itself. */
    CHANNEL(17);

    private final int code;

    MessageKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** Whether it counts as a message that one has read or not. */
    boolean isCountable() {
        return this == TEXT;
    }

    /** Whether it changes the text that is its target. */
    boolean changesItsTarget() {
        return this == EDIT || this == RECALL || this == REACTION;
    }

    /** The name in the API. */
    String externalName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static MessageKind of(int code) {
        return Arrays.stream(values()).filter(kind -> kind.code == code).findFirst().orElseThrow();
    }
}
