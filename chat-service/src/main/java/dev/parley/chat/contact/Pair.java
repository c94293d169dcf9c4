package dev.parley.chat.contact;

import java.time.Instant;

/**
 * Two people, seen by the one who acts. Whoever is blocked learns nothing of it: their request stands on their own side only, as one
 * that nobody has answered.
 */
record Pair(Relation mine, Relation theirs) {

    Pair both(ContactState state, Instant now) {
        return new Pair(mine.with(state, now), theirs.with(state, now));
    }

    /** After I have asked. Two who have both asked are contacts. */
    Pair requested(Instant now) {
        return switch (mine.contact()) {
            case ACCEPTED -> this;
            case RECEIVED -> both(ContactState.ACCEPTED, now);
            case REQUESTED -> new Pair(mine, asked(now));
            case NONE -> theirs.contact() == ContactState.REQUESTED && !theirs.blocks() // they asked while I blocked them
                    ? both(ContactState.ACCEPTED, now)
                    : new Pair(mine.with(ContactState.REQUESTED, now), asked(now));
        };
    }

    private Relation asked(Instant now) {
        return theirs.blocks() ? theirs : theirs.with(ContactState.RECEIVED, now);
    }

    /** After I have blocked the other one, which ends the contact and every request. */
    Pair blocked(Instant now) {
        Pair ended = both(ContactState.NONE, now);
        return new Pair(ended.mine.blocking(now), ended.theirs);
    }

    Pair unblocked() {
        return new Pair(mine.notBlocking(), theirs);
    }
}
