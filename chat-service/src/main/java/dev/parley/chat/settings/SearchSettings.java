package dev.parley.chat.settings;

import java.time.Duration;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Search within channels.
 *
 * @param enabled whether words are indexed and searched; what is written meanwhile is indexed once it is on again
 * @param key base64 of the 32 bytes that the words are hidden with; empty for one that is made from the key of the bodies. Another key makes
 *        the index anew
 * @param interval how often a node looks for messages that are not indexed yet
 */
public record SearchSettings(@DefaultValue("true") boolean enabled, @DefaultValue("") String key,
        @DefaultValue("1s") Duration interval) {

    public SearchSettings {
        if (!key.isEmpty()) {
            EncryptionSettings.checkKey(key, "parley.chat.search.key");
        }
        Checks.that(interval.isPositive(), "parley.chat.search.interval", "must be more than 0");
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return "SearchSettings[enabled=" + enabled + ", interval=" + interval + "]";
    }
}
