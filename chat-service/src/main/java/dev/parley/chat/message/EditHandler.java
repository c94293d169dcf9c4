package dev.parley.chat.message;

import java.util.Map;

import org.springframework.stereotype.Component;

import dev.parley.chat.channel.Memberships;
import dev.parley.chat.operation.Caller;
import dev.parley.chat.operation.Operation;
import dev.parley.chat.operation.OperationFrame;
import dev.parley.chat.operation.OperationHandler;
import dev.parley.chat.operation.OperationRefused;
import dev.parley.chat.problem.ChatProblem;

/** {@code edit}: other words for a text, from who sent it. */
@Component
class EditHandler implements OperationHandler {

    private final Memberships memberships;
    private final MessageIntake intake;
    private final Texts texts;
    private final Targets targets;

    EditHandler(Memberships memberships, MessageIntake intake, Texts texts, Targets targets) {
        this.memberships = memberships;
        this.intake = intake;
        this.texts = texts;
        this.targets = targets;
    }

    @Override
    public String type() {
        return "edit";
    }

    @Override
    public Operation read(OperationFrame frame) {
        long target = frame.version("target");
        String text = texts.checked(frame.text("text"));
        return new StreamOperation(frame, memberships, intake) {
            @Override
            public boolean mayBlock(Caller caller) {
                return true;
            }

            @Override
            Draft draft(SendKey key) {
                if (targets.changeable(key.channelId(), target).senderId() != key.senderId()) {
                    throw new OperationRefused(ChatProblem.FORBIDDEN, "only who sent a text may edit it");
                }
                return Draft.of(key, MessageKind.EDIT, target, Map.of("text", text));
            }
        };
    }
}
