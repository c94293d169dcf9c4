package dev.parley.chat.socket;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.chat.problem.ChatProblem;
import dev.parley.platform.id.Ids;

/** Reads the frames of clients. */
final class ClientFrames {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MAX_REF = 64;

    private ClientFrames() {}

    /** The operations of a frame, in order; empty when it is no JSON object or array of objects at all. */
    static Optional<List<Operation>> read(byte[] frame, int maxResumeChannels) {
        JsonNode json;
        try {
            json = JSON.readTree(frame);
        } catch (JacksonException e) {
            return Optional.empty();
        }
        if (json.isObject()) {
            return Optional.of(List.of(operation(json, maxResumeChannels)));
        }
        if (!json.isArray()) {
            return Optional.empty();
        }
        List<Operation> operations = new ArrayList<>(json.size());
        for (JsonNode object : json) {
            if (!object.isObject()) {
                return Optional.empty();
            }
            operations.add(operation(object, maxResumeChannels));
        }
        return Optional.of(operations);
    }

    private static Operation operation(JsonNode json, int maxResumeChannels) {
        String ref = text(json, "ref");
        if (ref != null && ref.length() > MAX_REF) {
            return new Operation.Invalid(null, ChatProblem.INVALID_FRAME,
                    "ref must have at most " + MAX_REF + " characters");
        }
        return switch (text(json, "type")) {
            case "send" -> send(json, ref);
            case "resume" -> resume(json, ref, maxResumeChannels);
            case null -> new Operation.Invalid(ref, ChatProblem.INVALID_FRAME, "type is missing");
            default -> new Operation.Invalid(ref, ChatProblem.INVALID_FRAME, "type must be send or resume");
        };
    }

    private static Operation send(JsonNode json, @Nullable String ref) {
        String channel = text(json, "channelId");
        String clientMessageId = text(json, "clientMessageId");
        String text = text(json, "text");
        if (channel == null || clientMessageId == null || text == null) {
            return new Operation.Invalid(ref, ChatProblem.INVALID_FRAME,
                    "send needs channelId, clientMessageId and text");
        }
        Optional<Long> channelId = Ids.parse(channel);
        return channelId.isEmpty()
                ? new Operation.Invalid(ref, ChatProblem.CHANNEL_NOT_FOUND, "there is no such channel among yours")
                : new Operation.Send(ref, channelId.get(), clientMessageId, text);
    }

    private static Operation resume(JsonNode json, @Nullable String ref, int maxChannels) {
        JsonNode channels = json.get("channels");
        if (channels == null || !channels.isObject()) {
            return new Operation.Invalid(ref, ChatProblem.INVALID_FRAME, "resume needs channels, an object");
        }
        if (channels.size() > maxChannels) {
            return new Operation.Invalid(ref, ChatProblem.INVALID_FRAME,
                    "channels must have at most " + maxChannels + " members");
        }
        Map<String, Long> versions = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> channel : channels.properties()) {
            JsonNode version = channel.getValue();
            if (!version.isIntegralNumber() || !version.canConvertToLong() || version.longValue() < 0) {
                return new Operation.Invalid(ref, ChatProblem.INVALID_FRAME, "channels must map ids to versions");
            }
            versions.put(channel.getKey(), version.longValue());
        }
        return new Operation.Resume(ref, versions);
    }

    private static @Nullable String text(JsonNode json, String member) {
        JsonNode value = json.get(member);
        return value != null && value.isString() ? value.stringValue() : null;
    }
}
