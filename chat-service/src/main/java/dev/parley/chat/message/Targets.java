package dev.parley.chat.message;

import java.util.List;

import org.springframework.stereotype.Component;

import dev.parley.chat.operation.OperationRefused;
import dev.parley.chat.problem.ChatProblem;

/**
 * The texts that replies, edits, recalls and reactions are about, looked at before these are queued. That a text is there, who sent it and
 * when never changes, so it may come from the recent messages. The rest may change meanwhile: it is looked up in the primary, so that who
 * asks for what cannot be hears of it at once, and {@link Changes} decides in the writer's transaction. Methods block, and throw as
 * {@link MessageLog} does.
 */
@Component
class Targets {

    private final MessageLog messages;
    private final RecentMessages recent;
    private final CurrentState state;

    Targets(MessageLog messages, RecentMessages recent, CurrentState state) {
        this.messages = messages;
        this.recent = recent;
        this.state = state;
    }

    /**
     * A text of the channel, recalled or not.
     *
     * @throws OperationRefused {@code target-not-found}
     */
    Message text(long channelId, long version) {
        return recent.range(channelId, version - 1, version)
                .orElseGet(() -> messages.read(channelId, version - 1, version)).stream()
                .filter(message -> message.kind() == MessageKind.TEXT)
                .findFirst()
                .orElseThrow(() -> new OperationRefused(ChatProblem.TARGET_NOT_FOUND,
                        "there is no text with the version " + version));
    }

    /**
     * A text of the channel that may still be changed.
     *
     * @throws OperationRefused {@code target-not-found}, {@code message-recalled}
     */
    Message changeable(long channelId, long version) {
        Message text = text(channelId, version);
        if (!messages.erased(channelId, version - 1, version).isEmpty()) {
            throw new OperationRefused(ChatProblem.MESSAGE_RECALLED, "the text was recalled");
        }
        return text;
    }

    /**
     * Sees whether a text may bear this emoji.
     *
     * @throws OperationRefused {@code too-many-reactions}
     */
    void requireRoom(long channelId, long version, String emoji) {
        List<String> emojis = state.emojis(channelId, version);
        if (emojis.size() >= Changes.MAX_EMOJIS && !emojis.contains(emoji)) {
            throw new OperationRefused(ChatProblem.TOO_MANY_REACTIONS,
                    "a text bears at most " + Changes.MAX_EMOJIS + " different emojis");
        }
    }
}
