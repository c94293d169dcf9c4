package dev.parley.chat.message;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.chat.channel.Membership;
import dev.parley.chat.channel.Memberships;
import dev.parley.chat.problem.ChatProblem;
import dev.parley.chat.settings.ChatSettings;
import dev.parley.platform.id.Ids;

/** The first step of a message: checked, sealed, queued. The answer comes when it is in the store. */
@Component
public final class MessageIntake {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Memberships memberships;
    private final BodyCipher cipher;
    private final MessageLog messages;
    private final MessageQueue queue;
    private final PendingSends pending;
    private final String node;
    private final DataSize maxTextSize;

    MessageIntake(Memberships memberships, BodyCipher cipher, MessageLog messages, MessageQueue queue,
            PendingSends pending, ChatSettings settings) {
        this.memberships = memberships;
        this.cipher = cipher;
        this.messages = messages;
        this.queue = queue;
        this.pending = pending;
        this.node = settings.nodeId();
        this.maxTextSize = settings.messages().maxTextSize();
    }

    /**
     * Sends a text to a channel. Blocks for the store unless the channel is known to be open
     * ({@link Memberships#isKnownOpen}); never for the queue.
     *
     * @param answer called exactly once, on any thread; must not block
     */
    public void sendText(long senderId, long channelId, String clientMessageId, String text,
            Consumer<SendOutcome> answer) {
        Membership membership = memberships.of(channelId, senderId);
        if (membership == Membership.NONE) {
            refuse(answer, ChatProblem.CHANNEL_NOT_FOUND, "there is no such channel among yours");
        } else if (!SendKey.isValid(clientMessageId)) {
            refuse(answer, ChatProblem.INVALID_MESSAGE,
                    "clientMessageId must be 1 to 64 letters, digits, dots, underscores, colons or dashes");
        } else if (membership == Membership.CLOSED) {
            answerClosed(new SendKey(channelId, senderId, clientMessageId), answer);
        } else if (text.isEmpty() || !isWellFormed(text)) {
            refuse(answer, ChatProblem.INVALID_MESSAGE, "text must be Unicode text and not empty");
        } else if (utf8Length(text) > maxTextSize.toBytes()) {
            refuse(answer, ChatProblem.MESSAGE_TOO_LARGE,
                    "text must be at most " + maxTextSize.toBytes() + " bytes in UTF-8");
        } else {
            enqueue(new SendKey(channelId, senderId, clientMessageId), text, answer);
        }
    }

    /** What was stored before the channel was closed keeps its version when it is sent again. */
    private void answerClosed(SendKey key, Consumer<SendOutcome> answer) {
        answer.accept(messages.receipts(List.of(key)).stream().findFirst()
                .<SendOutcome>map(receipt -> new SendOutcome.Stored(key.channelId(), key.clientMessageId(),
                        receipt.version(), receipt.createdAt()))
                .orElseGet(() -> new SendOutcome.Refused(ChatProblem.CHANNEL_CLOSED,
                        "nobody is left in this channel")));
    }

    private void enqueue(SendKey key, String text, Consumer<SendOutcome> answer) {
        if (!pending.await(key, answer)) {
            refuse(answer, ChatProblem.QUEUE_UNAVAILABLE, "too many messages wait for the store");
            return;
        }
        long id = Ids.next();
        SealedBody body = cipher.seal(key.channelId(), id, JSON.writeValueAsBytes(Map.of("text", text)));
        queue.publish(new QueuedMessage(id, key, MessageKind.TEXT, body, node), confirmed -> {
            if (confirmed) {
                pending.confirmed(key);
            } else {
                pending.refuse(key, ChatProblem.QUEUE_UNAVAILABLE, "the queue cannot be reached; send it again");
            }
        });
    }

    private static void refuse(Consumer<SendOutcome> answer, ChatProblem problem, String detail) {
        answer.accept(new SendOutcome.Refused(problem, detail));
    }

    private static long utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** JSON can carry half a surrogate pair; UTF-8 cannot. */
    private static boolean isWellFormed(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
