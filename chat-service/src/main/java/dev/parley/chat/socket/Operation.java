package dev.parley.chat.socket;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.parley.chat.problem.ChatProblem;

/** What a client asks for: one object of a frame. {@code ref} is the client's own name for it, repeated in the answer. */
sealed interface Operation {

    @Nullable
    String ref();

    /** Send a text to a channel. */
    record Send(@Nullable String ref, long channelId, String clientMessageId, String text) implements Operation {}

    /** Send what was missed after these versions, by channel; channels under their outside ids. */
    record Resume(@Nullable String ref, Map<String, Long> channels) implements Operation {}

    /** Not understood; the answer says why. */
    record Invalid(@Nullable String ref, ChatProblem problem, String detail) implements Operation {}
}
