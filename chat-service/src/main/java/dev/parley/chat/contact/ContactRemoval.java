package dev.parley.chat.contact;

import org.springframework.stereotype.Component;

/** What is left behind by people who delete their account. */
@Component
public class ContactRemoval {

    private static final int BATCH = 100;

    private final Relations relations;
    private final UserSettings settings;

    ContactRemoval(Relations relations, UserSettings settings) {
        this.relations = relations;
        this.settings = settings;
    }

    /**
     * Removes the contacts, requests, blocks and settings of a person who is noted as deleted, and what others have of them. In small
     * transactions; done again it changes nothing.
     */
    public void removeAll(long userId) {
        while (!relations.removeSome(userId, BATCH).isEmpty()) {
            // until nothing is left
        }
        settings.remove(userId);
    }
}
