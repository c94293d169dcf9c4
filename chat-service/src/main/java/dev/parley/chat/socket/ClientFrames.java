package dev.parley.chat.socket;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.chat.operation.Operation;
import dev.parley.chat.operation.OperationFrame;
import dev.parley.chat.operation.OperationHandler;
import dev.parley.chat.operation.OperationRefused;
import dev.parley.chat.problem.ChatProblem;

/** Reads the frames of clients. */
@Component
final class ClientFrames {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MAX_REF = 64;

    private final Map<String, OperationHandler> handlers;

    ClientFrames(List<OperationHandler> handlers) {
        this.handlers = new TreeMap<>(
                handlers.stream().collect(Collectors.toMap(OperationHandler::type, Function.identity())));
    }

    /** One object of a frame. */
    sealed interface Request {

        /** The client's name for it; null only for one that has none. */
        @Nullable
        String ref();

        /** Understood. */
        record Understood(String ref, Operation operation) implements Request {}

        /** Not understood; the answer says why. */
        record Refused(@Nullable String ref, ChatProblem problem, String detail) implements Request {}
    }

    /** What a frame asks for, in order; empty when it is no JSON object or array of objects at all. */
    Optional<List<Request>> read(byte[] frame) {
        JsonNode json;
        try {
            json = JSON.readTree(frame);
        } catch (JacksonException e) {
            return Optional.empty();
        }
        if (json.isObject()) {
            return Optional.of(List.of(request(json)));
        }
        if (!json.isArray()) {
            return Optional.empty();
        }
        List<Request> requests = new ArrayList<>(json.size());
        for (JsonNode object : json) {
            if (!object.isObject()) {
                return Optional.empty();
            }
            requests.add(request(object));
        }
        return Optional.of(requests);
    }

    private Request request(JsonNode json) {
        String ref = text(json, "ref");
        if (ref == null || ref.isEmpty() || ref.length() > MAX_REF) {
            return new Request.Refused(null, ChatProblem.INVALID_FRAME, "ref must be 1 to " + MAX_REF + " characters");
        }
        String type = text(json, "type");
        OperationHandler handler = type == null ? null : handlers.get(type);
        if (type == null || handler == null) {
            return new Request.Refused(ref, ChatProblem.INVALID_FRAME,
                    "type must be one of " + String.join(", ", handlers.keySet()));
        }
        try {
            return new Request.Understood(ref, handler.read(new OperationFrame(ref, type, json)));
        } catch (OperationRefused e) {
            return new Request.Refused(ref, e.problem(), e.detail());
        }
    }

    private static @Nullable String text(JsonNode json, String member) {
        JsonNode value = json.get(member);
        return value != null && value.isString() ? value.stringValue() : null;
    }
}
