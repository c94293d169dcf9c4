package dev.parley.chat.channel;

import java.time.Instant;
import java.util.Optional;

import dev.parley.chat.problem.ChatProblem;
import dev.parley.platform.problem.ProblemException;

/**
 * Somebody in a channel.
 *
 * @param mutedUntil when they may write again; in the past it means nothing any more
 */
record Member(long userId, Role role, Instant joinedAt, Optional<Instant> mutedUntil) {

    /** Ends the request of whoever is not at least that. */
    void requireAtLeast(Role needed) {
        if (needed.isAbove(role)) {
            throw new ProblemException(ChatProblem.FORBIDDEN,
                    "only %s may do that".formatted(needed == Role.OWNER ? "the owner" : "the owner and admins"));
        }
    }

    /** Ends the request of an admin or member against somebody who is not below them. */
    void requireAbove(Member other) {
        requireAtLeast(Role.ADMIN);
        if (!role.isAbove(other.role)) {
            throw new ProblemException(ChatProblem.FORBIDDEN, "only somebody of a higher role may do that to them");
        }
    }
}
