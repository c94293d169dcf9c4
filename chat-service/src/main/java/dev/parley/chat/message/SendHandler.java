package dev.parley.chat.message;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.stereotype.Component;

import dev.parley.chat.channel.Memberships;
import dev.parley.chat.operation.Operation;
import dev.parley.chat.operation.OperationFrame;
import dev.parley.chat.operation.OperationHandler;
import dev.parley.platform.id.Ids;

/** {@code send}: a text to a channel, from anybody who may write there. */
@Component
class SendHandler implements OperationHandler {

    private static final int MOST_MENTIONS = 50;

    private final Memberships memberships;
    private final MessageIntake intake;
    private final Texts texts;

    SendHandler(Memberships memberships, MessageIntake intake, Texts texts) {
        this.memberships = memberships;
        this.intake = intake;
        this.texts = texts;
    }

    @Override
    public String type() {
        return "send";
    }

    @Override
    public Operation read(OperationFrame frame) {
        List<Long> people = frame.userIds("mentions", MOST_MENTIONS);
        boolean everybody = frame.flag("mentionsAll");
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("text", texts.checked(frame.text("text")));
        List<Long> mentions = new ArrayList<>(people);
        if (!people.isEmpty()) {
            body.put("mentions", people.stream().map(Ids::format).toList());
        }
        if (everybody) {
            body.put("mentionsAll", true);
            mentions.add(QueuedMessage.EVERYBODY);
        }
        return new StreamOperation(frame, memberships, intake) {
            @Override
            Draft draft(SendKey key) {
                return new Draft(key, MessageKind.TEXT, 0, mentions, body);
            }
        };
    }
}
