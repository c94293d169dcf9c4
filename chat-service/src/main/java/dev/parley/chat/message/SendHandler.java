package dev.parley.chat.message;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

import dev.parley.chat.channel.Memberships;
import dev.parley.chat.operation.Caller;
import dev.parley.chat.operation.Operation;
import dev.parley.chat.operation.OperationFrame;
import dev.parley.chat.operation.OperationHandler;
import dev.parley.platform.id.Ids;

/** {@code send}: a text, files or both to a channel, perhaps as a reply, from anybody who may write there. */
@Component
class SendHandler implements OperationHandler {

    private static final int MOST_MENTIONS = 50;
    private static final int MOST_ATTACHMENTS = 10;

    private final Memberships memberships;
    private final MessageIntake intake;
    private final Texts texts;
    private final Targets targets;
    private final SharedFiles files;

    SendHandler(Memberships memberships, MessageIntake intake, Texts texts, Targets targets, SharedFiles files) {
        this.memberships = memberships;
        this.intake = intake;
        this.texts = texts;
        this.targets = targets;
        this.files = files;
    }

    @Override
    public String type() {
        return "send";
    }

    @Override
    public Operation read(OperationFrame frame) {
        List<String> shares = frame.array("attachments", MOST_ATTACHMENTS).stream().map(SendHandler::share).toList();
        Optional<String> text = frame.optionalText("text").map(texts::checked);
        if (text.isEmpty() && shares.isEmpty()) {
            throw OperationFrame.refused("text", "must be given when there are no attachments");
        }
        OptionalLong replyTo = frame.optionalVersion("replyTo");
        List<Long> people = frame.userIds("mentions", MOST_MENTIONS);
        boolean everybody = frame.flag("mentionsAll");
        Map<String, Object> body = new LinkedHashMap<>();
        text.ifPresent(words -> body.put("text", words));
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
            public boolean mayBlock(Caller caller) {
                return replyTo.isPresent() || !shares.isEmpty() || super.mayBlock(caller);
            }

            @Override
            Draft draft(SendKey key) {
                replyTo.ifPresent(version -> targets.text(key.channelId(), version));
                if (!shares.isEmpty()) {
                    body.put("attachments", files.behind(shares, key.channelId()));
                }
                return new Draft(key, MessageKind.TEXT, replyTo.orElse(0), mentions, Optional.empty(), body);
            }
        };
    }

    private static String share(JsonNode attachment) {
        JsonNode share = attachment.get("share");
        if (share == null || !share.isString()) {
            throw OperationFrame.refused("attachments", "must be objects with a share, the token of its link");
        }
        return share.stringValue();
    }
}
