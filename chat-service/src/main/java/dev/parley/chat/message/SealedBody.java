package dev.parley.chat.message;

import java.util.Objects;

/**
 * An encrypted body: the form it has everywhere outside this process, in the queue, the store and Redis.
 *
 * @param keyId name of the key
 * @param bytes nonce, ciphertext, tag
 */
record SealedBody(String keyId, byte[] bytes) {

    /** What is left of a body that was recalled. */
    static final SealedBody ERASED = new SealedBody("", new byte[0]);

    SealedBody {
        Objects.requireNonNull(keyId, "keyId");
        Objects.requireNonNull(bytes, "bytes");
    }
}
