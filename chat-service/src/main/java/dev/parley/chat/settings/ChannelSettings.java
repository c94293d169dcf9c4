package dev.parley.chat.settings;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Channels.
 *
 * @param maxMembers most members of a group
 */
public record ChannelSettings(@DefaultValue("20000") int maxMembers) {

    public ChannelSettings {
        Checks.that(maxMembers >= 2 && maxMembers <= 1_000_000, "parley.chat.channels.max-members",
                "must be 2 to 1000000");
    }
}
