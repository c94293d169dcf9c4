package dev.parley.chat.message;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.chat.channel.Memberships;
import dev.parley.chat.operation.OperationRefused;
import dev.parley.chat.problem.ChatProblem;
import dev.parley.chat.settings.ChatSettings;
import dev.parley.platform.id.Ids;

/** The first step of an entry: may its sender write here; then it is sealed and queued. The answer comes when it is in the store. */
@Component
final class MessageIntake {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Memberships memberships;
    private final BodyCipher cipher;
    private final MessageLog messages;
    private final MessageQueue queue;
    private final PendingSends pending;
    private final String node;

    MessageIntake(Memberships memberships, BodyCipher cipher, MessageLog messages, MessageQueue queue,
            PendingSends pending, ChatSettings settings) {
        this.memberships = memberships;
        this.cipher = cipher;
        this.messages = messages;
        this.queue = queue;
        this.pending = pending;
        this.node = settings.nodeId();
    }

    /**
     * Sends to a channel. Blocks for the store unless the channel is known to be open
     * ({@link Memberships#isKnownOpen}); never for the queue.
     *
     * @param draft what to send, asked only of who may write here; throws {@link OperationRefused} when it may not be
     * @param answer called exactly once, on any thread; must not block
     */
    void send(SendKey key, Supplier<Draft> draft, Consumer<SendOutcome> answer) {
        switch (memberships.of(key.channelId(), key.senderId())) {
            case NONE -> refuse(answer, ChatProblem.CHANNEL_NOT_FOUND, "there is no such channel among yours");
            case CLOSED -> answerStored(key, ChatProblem.CHANNEL_CLOSED, "nobody is left in this channel", answer);
            case MUTED -> answerStored(key, ChatProblem.MUTED, "you may not write here for some time", answer);
            case NOT_ACCEPTED ->
                answerStored(key, ChatProblem.NOT_ACCEPTED, "this person does not take messages from you", answer);
            case BLOCKED_BY_ME ->
                answerStored(key, ChatProblem.BLOCKED_BY_YOU, "you have blocked this person", answer);
            case OPEN -> sendDraft(key, draft, answer);
        }
    }

    private void sendDraft(SendKey key, Supplier<Draft> draft, Consumer<SendOutcome> answer) {
        Draft made;
        try {
            made = draft.get();
        } catch (OperationRefused refused) {
            answerStored(key, refused.problem(), refused.detail(), answer);
            return;
        }
        enqueue(made, answer);
    }

    /** What would be refused now and was stored before keeps its version when it is sent again. */
    private void answerStored(SendKey key, ChatProblem problem, String detail, Consumer<SendOutcome> answer) {
        answer.accept(messages.receipts(List.of(key)).stream().findFirst()
                .<SendOutcome>map(receipt -> new SendOutcome.Stored(key.channelId(), key.clientMessageId(),
                        receipt.version(), receipt.createdAt()))
                .orElseGet(() -> new SendOutcome.Refused(problem, detail)));
    }

    private void enqueue(Draft draft, Consumer<SendOutcome> answer) {
        SendKey key = draft.key();
        if (!pending.await(key, answer)) {
            refuse(answer, ChatProblem.QUEUE_UNAVAILABLE, "too many messages wait for the store");
            return;
        }
        long id = Ids.next();
        SealedBody body = cipher.seal(key.channelId(), id, JSON.writeValueAsBytes(draft.body()));
        queue.publish(new QueuedMessage(id, key, draft.kind(), draft.target(), draft.mentions(),
                draft.reaction().orElse(null), body, node),
                confirmed -> {
                    if (confirmed) {
                        pending.confirmed(key);
                    } else {
                        pending.refuse(key, ChatProblem.QUEUE_UNAVAILABLE,
                                "the queue cannot be reached; send it again");
                    }
                });
    }

    private static void refuse(Consumer<SendOutcome> answer, ChatProblem problem, String detail) {
        answer.accept(new SendOutcome.Refused(problem, detail));
    }
}
