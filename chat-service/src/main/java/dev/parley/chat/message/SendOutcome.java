package dev.parley.chat.message;

import java.time.Instant;

import dev.parley.chat.problem.ChatProblem;

/** What became of a message that a client sent. */
sealed interface SendOutcome {

    /** It is in the store; this is its version, the same however often it is sent. */
    record Stored(long channelId, String clientMessageId, long version, Instant createdAt) implements SendOutcome {}

    /** It was refused, or it is not known what became of it: then the problem is one that a retry helps. */
    record Refused(ChatProblem problem, String detail) implements SendOutcome {}
}
