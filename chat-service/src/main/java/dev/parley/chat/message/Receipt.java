package dev.parley.chat.message;

import java.time.Instant;
import java.util.Objects;

/** Says that a message is in the store, and with which version. */
record Receipt(SendKey key, long version, Instant createdAt) {

    Receipt {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(createdAt, "createdAt");
    }
}
