package dev.parley.chat.socket;

import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.chat.message.Resume;
import dev.parley.chat.problem.ChatProblem;
import dev.parley.platform.id.Ids;

/** Writes the frames that answer clients; {@code messages} frames come encoded already. */
final class ServerFrames {

    private static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultPropertyInclusion(value -> value.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    private ServerFrames() {}

    @JsonPropertyOrder("type")
    private record Hello(String type, String userId, String sessionId, String node) {}

    @JsonPropertyOrder("type")
    private record Ok(String type, String ref) {}

    private record Failure(String type, @Nullable String ref, String code, String detail, boolean retryable) {}

    private record ResumedChannel(boolean recovered, @Nullable Long lastVersion, @Nullable String loadFrom,
            @Nullable String code) {}

    private record Resumed(String type, String ref, Map<String, ResumedChannel> channels) {}

    static byte[] hello(long userId, String sessionId, String node) {
        return JSON.writeValueAsBytes(new Hello("hello", Ids.format(userId), sessionId, node));
    }

    static byte[] ok(String ref) {
        return JSON.writeValueAsBytes(new Ok("ok", ref));
    }

    static byte[] error(@Nullable String ref, ChatProblem problem, String detail) {
        return JSON.writeValueAsBytes(new Failure("error", ref, problem.code(), detail, problem.retryable()));
    }

    static byte[] resumed(String ref, Map<String, Resume.Answer> answers) {
        Map<String, ResumedChannel> channels = new LinkedHashMap<>();
        answers.forEach((id, answer) -> channels.put(id, switch (answer) {
            case Resume.Answer.Recovered done -> new ResumedChannel(true, done.lastVersion(), null, null);
            case Resume.Answer.NotRecovered missed -> new ResumedChannel(false, missed.lastVersion(),
                    "/api/chat/channels/" + id + "/messages?after=" + missed.after(), null);
            case Resume.Answer.NotFound nothing ->
                new ResumedChannel(false, null, null, ChatProblem.CHANNEL_NOT_FOUND.code());
        }));
        return JSON.writeValueAsBytes(new Resumed("resumed", ref, channels));
    }
}
