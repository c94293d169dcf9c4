package dev.parley.chat.message;

import java.util.Objects;

/** What a reaction says: this emoji, or not any more. */
record Reaction(String emoji, boolean removed) {

    Reaction {
        Objects.requireNonNull(emoji, "emoji");
    }
}
