package dev.parley.chat.settings;

import java.util.Base64;
import java.util.Map;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Keys for message bodies at rest.
 *
 * @param key base64 of the 32 bytes with which new bodies are encrypted
 * @param keyId name of that key, stored with every body
 * @param previousKeys keys by name that older bodies may still need
 */
public record EncryptionSettings(@DefaultValue("") String key, @DefaultValue("k1") String keyId,
        @DefaultValue Map<String, String> previousKeys) {

    public EncryptionSettings {
        Checks.that(keyId.matches("[A-Za-z0-9_-]{1,16}"), "parley.chat.encryption.key-id",
                "must be 1 to 16 letters, digits, dashes or underscores");
        checkKey(key, "parley.chat.encryption.key");
        previousKeys = Map.copyOf(previousKeys);
        previousKeys.forEach((id, value) -> checkKey(value, "parley.chat.encryption.previous-keys." + id));
    }

    static void checkKey(String key, String name) {
        boolean valid;
        try {
            valid = Base64.getDecoder().decode(key).length == 32;
        } catch (IllegalArgumentException e) {
            valid = false;
        }
        Checks.that(valid, name, "must be 32 bytes in base64");
    }

    /** Names the key, never shows it. */
    @Override
    public String toString() {
        return "EncryptionSettings[keyId=" + keyId + ", previousKeys=" + previousKeys.keySet() + "]";
    }
}
