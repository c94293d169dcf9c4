package dev.parley.chat.message;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.chat.channel.Memberships;
import dev.parley.chat.operation.Caller;
import dev.parley.chat.operation.Operation;
import dev.parley.chat.operation.OperationFrame;
import dev.parley.chat.operation.OperationRefused;
import dev.parley.chat.problem.ChatProblem;
import dev.parley.platform.id.Ids;

/** Puts an entry into a channel's stream; answered by {@code ack} with the entry's version when it is in the store. */
abstract class StreamOperation implements Operation {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String ref;
    private final long channelId;
    private final String clientMessageId;
    private final Memberships memberships;
    private final MessageIntake intake;

    /**
     * Reads what all of these have in common.
     *
     * @throws OperationRefused when that is not well formed
     */
    StreamOperation(OperationFrame frame, Memberships memberships, MessageIntake intake) {
        this.ref = frame.ref();
        this.channelId = frame.channelId();
        this.clientMessageId = frame.text("clientMessageId");
        this.memberships = memberships;
        this.intake = intake;
        if (!SendKey.isForClients(clientMessageId)) {
            throw new OperationRefused(ChatProblem.INVALID_MESSAGE,
                    "clientMessageId must be 1 to 64 letters, digits, dots, underscores, colons or dashes, and not begin with "
                            + SendKey.RESERVED);
        }
    }

    @JsonPropertyOrder("type")
    private record Ack(String type, String ref, String channelId, String clientMessageId, long version,
            Instant createdAt) {}

    final long channelId() {
        return channelId;
    }

    @Override
    public boolean mayBlock(Caller caller) {
        return !memberships.isKnownOpen(channelId, caller.userId());
    }

    @Override
    public final void perform(Caller caller) {
        SendKey key = new SendKey(channelId, caller.userId(), clientMessageId);
        intake.send(key, () -> draft(key), outcome -> answer(caller, outcome));
    }

    /**
     * The entry; asked only of who may write in the channel. May block only if {@link #mayBlock} says so.
     *
     * @throws OperationRefused when it may not be
     */
    abstract Draft draft(SendKey key);

    private void answer(Caller caller, SendOutcome outcome) {
        switch (outcome) {
            case SendOutcome.Stored stored -> caller.offer(JSON.writeValueAsBytes(new Ack("ack", ref,
                    Ids.format(stored.channelId()), stored.clientMessageId(), stored.version(), stored.createdAt())));
            case SendOutcome.Refused refused -> caller.refuse(ref, refused.problem(), refused.detail());
        }
    }
}
