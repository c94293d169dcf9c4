package dev.parley.chat.settings;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of what one person keeps about others. Each is looked at before something is added, so that requests at the same moment may
 * pass it by a few.
 *
 * @param maxRequests most requests of theirs that nobody has answered yet
 * @param maxContacts most contacts
 * @param maxBlocks most people whom they block
 */
public record ContactSettings(@DefaultValue("500") int maxRequests, @DefaultValue("5000") int maxContacts,
        @DefaultValue("5000") int maxBlocks) {

    public ContactSettings {
        Checks.that(maxRequests >= 1 && maxRequests <= 100_000, "parley.chat.contacts.max-requests",
                "must be 1 to 100000");
        Checks.that(maxContacts >= 1 && maxContacts <= 100_000, "parley.chat.contacts.max-contacts",
                "must be 1 to 100000");
        Checks.that(maxBlocks >= 1 && maxBlocks <= 100_000, "parley.chat.contacts.max-blocks",
                "must be 1 to 100000");
    }
}
