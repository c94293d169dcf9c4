package dev.parley.chat.channel;

import java.time.Instant;
import java.util.Optional;

/**
 * What is remembered of a person in a channel.
 *
 * @param whenNotMuted what they may do while nobody has muted them
 * @param other the other one of two, on whom it depends too; 0 elsewhere
 */
record Standing(Membership whenNotMuted, Optional<Instant> mutedUntil, long other) {

    Membership at(Instant now) {
        return whenNotMuted == Membership.OPEN && mutedUntil.filter(now::isBefore).isPresent()
                ? Membership.MUTED
                : whenNotMuted;
    }
}
