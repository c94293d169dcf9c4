package dev.parley.chat.message;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;

import org.springframework.stereotype.Component;

import dev.parley.chat.channel.Memberships;
import dev.parley.chat.operation.Caller;
import dev.parley.chat.operation.Operation;
import dev.parley.chat.operation.OperationFrame;
import dev.parley.chat.operation.OperationHandler;
import dev.parley.chat.operation.OperationRefused;
import dev.parley.chat.problem.ChatProblem;
import dev.parley.chat.settings.ChatSettings;

/**
 * {@code recall}: takes a text back, for everybody and for good. Whoever sent it may, for a while; who leads a group may at any time,
 * whoever sent it.
 */
@Component
class RecallHandler implements OperationHandler {

    private final Memberships memberships;
    private final MessageIntake intake;
    private final Targets targets;
    private final Clock clock;
    private final Duration window;

    RecallHandler(Memberships memberships, MessageIntake intake, Targets targets, Clock clock, ChatSettings settings) {
        this.memberships = memberships;
        this.intake = intake;
        this.targets = targets;
        this.clock = clock;
        this.window = settings.messages().recallWindow();
    }

    @Override
    public String type() {
        return "recall";
    }

    @Override
    public Operation read(OperationFrame frame) {
        long target = frame.version("target");
        return new StreamOperation(frame, memberships, intake) {
            @Override
            public boolean mayBlock(Caller caller) {
                return true;
            }

            @Override
            Draft draft(SendKey key) {
                Message text = targets.changeable(key.channelId(), target);
                if (!memberships.leads(key.channelId(), key.senderId())) {
                    requireOwn(text, key);
                }
                return Draft.of(key, MessageKind.RECALL, target, Map.of());
            }
        };
    }

    private void requireOwn(Message text, SendKey key) {
        if (text.senderId() != key.senderId()) {
            throw new OperationRefused(ChatProblem.FORBIDDEN,
                    "only who sent a text may recall it, or who leads the group");
        }
        if (!clock.instant().isBefore(text.createdAt().plus(window))) {
            throw new OperationRefused(ChatProblem.RECALL_TOO_LATE,
                    "a text may be recalled for " + window.toSeconds() + " seconds");
        }
    }
}
