package dev.parley.chat.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import tools.jackson.databind.JsonNode;

import dev.parley.chat.problem.ChatProblem;
import dev.parley.platform.id.Ids;

/**
 * One JSON object that a client sent. The methods that read members throw {@link OperationRefused}, naming the member, when it is
 * missing or of another type; JSON's {@code null} counts as missing.
 *
 * @param ref the client's own name for the operation, repeated in its answer; at most 64 characters
 */
public record OperationFrame(String ref, String type, JsonNode json) {

    /** A string, perhaps empty. */
    public String text(String member) {
        return optionalText(member).orElseThrow(() -> refused(member, "must be a string"));
    }

    /** A string, if there is one. */
    public Optional<String> optionalText(String member) {
        return member(member).map(value -> {
            if (!value.isString()) {
                throw refused(member, "must be a string");
            }
            return value.stringValue();
        });
    }

    /**
     * The channel that {@code channelId} names.
     *
     * @throws OperationRefused {@code channel-not-found} for what is no id at all
     */
    public long channelId() {
        return Ids.parse(text("channelId")).orElseThrow(() -> new OperationRefused(ChatProblem.CHANNEL_NOT_FOUND,
                "there is no such channel among yours"));
    }

    /** A version of an entry, 1 or more. */
    public long version(String member) {
        return optionalVersion(member).orElseThrow(() -> refused(member, "must be a version, 1 or more"));
    }

    /** A version of an entry, if there is one. */
    public OptionalLong optionalVersion(String member) {
        return member(member).map(value -> {
            if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 1) {
                throw refused(member, "must be a version, 1 or more");
            }
            return OptionalLong.of(value.longValue());
        }).orElseGet(OptionalLong::empty);
    }

    /** A boolean; false when it is missing. */
    public boolean flag(String member) {
        return member(member).map(value -> {
            if (!value.isBoolean()) {
                throw refused(member, "must be true or false");
            }
            return value.booleanValue();
        }).orElse(false);
    }

    /**
     * An array of user ids without repetitions; empty when it is missing.
     *
     * @param most how many are allowed
     */
    public List<Long> userIds(String member, int most) {
        List<Long> ids = new ArrayList<>();
        for (JsonNode value : array(member, most)) {
            ids.add(Optional.of(value).filter(JsonNode::isString).flatMap(id -> Ids.parse(id.stringValue()))
                    .orElseThrow(() -> refused(member, "must be an array of user ids")));
        }
        return ids.stream().distinct().toList();
    }

    /** An array; empty when it is missing. */
    public List<JsonNode> array(String member, int most) {
        return member(member).map(value -> {
            if (!value.isArray() || value.size() > most) {
                throw refused(member, "must be an array of at most " + most);
            }
            return List.copyOf(value.values());
        }).orElse(List.of());
    }

    /** Whatever the member is, if it is there. */
    public Optional<JsonNode> member(String name) {
        return Optional.ofNullable(json.get(name)).filter(value -> !value.isNull());
    }

    /** Says that a member is not what it must be. */
    public static OperationRefused refused(String member, String rule) {
        return new OperationRefused(ChatProblem.INVALID_FRAME, member + " " + rule);
    }
}
