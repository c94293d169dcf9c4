package dev.parley.platform.identity;

import java.security.PublicKey;
import java.util.Optional;

/** Where the public keys that sign access tokens come from. Safe for use by many threads. */
public interface KeySource {

    /**
     * The key with this id; empty when there is none. May block for a network call.
     *
     * @throws KeysUnavailableException when the keys cannot be had, so that nothing is known about this id
     */
    Optional<PublicKey> byKeyId(String keyId);

    /** The key with this id if it is in memory; never blocks. */
    Optional<PublicKey> cachedByKeyId(String keyId);

    /** The keys cannot be had at the moment. */
    class KeysUnavailableException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public KeysUnavailableException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
