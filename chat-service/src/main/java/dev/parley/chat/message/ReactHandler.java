package dev.parley.chat.message;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.stereotype.Component;

import dev.parley.chat.channel.Memberships;
import dev.parley.chat.operation.Caller;
import dev.parley.chat.operation.Operation;
import dev.parley.chat.operation.OperationFrame;
import dev.parley.chat.operation.OperationHandler;
import dev.parley.chat.operation.OperationRefused;
import dev.parley.chat.problem.ChatProblem;

/** {@code react}: an emoji to a text, or not any more, from anybody who may write in the channel. */
@Component
class ReactHandler implements OperationHandler {

    private final Memberships memberships;
    private final MessageIntake intake;
    private final Targets targets;

    ReactHandler(Memberships memberships, MessageIntake intake, Targets targets) {
        this.memberships = memberships;
        this.intake = intake;
        this.targets = targets;
    }

    @Override
    public String type() {
        return "react";
    }

    @Override
    public Operation read(OperationFrame frame) {
        long target = frame.version("target");
        Reaction reaction = new Reaction(frame.text("emoji"), frame.flag("removed"));
        if (!Emoji.isOne(reaction.emoji())) {
            throw new OperationRefused(ChatProblem.INVALID_MESSAGE,
                    "emoji must be one emoji of at most " + Emoji.MAX_BYTES + " bytes in UTF-8");
        }
        return new StreamOperation(frame, memberships, intake) {
            @Override
            public boolean mayBlock(Caller caller) {
                return true;
            }

            @Override
            Draft draft(SendKey key) {
                var _ = targets.changeable(key.channelId(), target);
                if (!reaction.removed()) {
                    targets.requireRoom(key.channelId(), target, reaction.emoji());
                }
                return Draft.of(key, MessageKind.REACTION, target, body(reaction)).with(reaction);
            }
        };
    }

    private static Map<String, Object> body(Reaction reaction) {
        Map<String, Object> body = new LinkedHashMap<>(Map.of("emoji", reaction.emoji()));
        if (reaction.removed()) {
            body.put("removed", true);
        }
        return body;
    }
}
