package dev.parley.chat.contact;

import java.time.Instant;
import java.util.Optional;

/**
 * What one person is to another, seen from the first one's side.
 *
 * @param contactSince since when the contact is in its state; empty when there is none
 * @param blockedAt since when this person blocks the other one; empty when they do not
 */
record Relation(long userId, long otherId, ContactState contact, Optional<Instant> contactSince,
        Optional<Instant> blockedAt) {

    boolean blocks() {
        return blockedAt.isPresent();
    }

    boolean isEmpty() {
        return contact == ContactState.NONE && !blocks();
    }

    /** The same with the contact in this state; nothing changes when it is in it already. */
    Relation with(ContactState state, Instant now) {
        return state == contact
                ? this
                : new Relation(userId, otherId, state,
                        state == ContactState.NONE ? Optional.empty() : Optional.of(now), blockedAt);
    }

    Relation blocking(Instant now) {
        return blocks() ? this : new Relation(userId, otherId, contact, contactSince, Optional.of(now));
    }

    Relation notBlocking() {
        return new Relation(userId, otherId, contact, contactSince, Optional.empty());
    }
}
