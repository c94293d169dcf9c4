package dev.parley.chat.operation;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.chat.problem.ChatProblem;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class OperationFrameTest {

    private static final String ID = Ids.format(77);

    private static OperationFrame frame(String json) {
        return new OperationFrame("1", "test", JsonMapper.shared().readTree(json));
    }

    private static void isRefused(String json, String named, Consumer<OperationFrame> reading) {
        assertThatExceptionOfType(OperationRefused.class).isThrownBy(() -> reading.accept(frame(json)))
                .satisfies(refused -> {
                    assertThat(refused.problem()).isEqualTo(ChatProblem.INVALID_FRAME);
                    assertThat(refused.detail()).startsWith(named + " ");
                });
    }

    @Test
    void membersAreReadByTheirTypes() {
        OperationFrame frame = frame("""
            {"text":"x","channelId":"%s","target":3,"all":true,"people":["%s","%s"],"nothing":null}"""
                .formatted(ID, ID, ID));

        assertThat(frame.text("text")).isEqualTo("x");
        assertThat(frame.channelId()).isEqualTo(77);
        assertThat(frame.version("target")).isEqualTo(3);
        assertThat(frame.flag("all")).isTrue();
        assertThat(frame.userIds("people", 2)).containsExactly(77L);
    }

    @Test
    void whatIsMissingOrNullIsAbsent() {
        OperationFrame frame = frame("{\"nothing\":null}");

        for (String member : List.of("nothing", "missing")) {
            assertThat(frame.optionalText(member)).isEmpty();
            assertThat(frame.optionalVersion(member)).isEqualTo(OptionalLong.empty());
            assertThat(frame.flag(member)).isFalse();
            assertThat(frame.userIds(member, 5)).isEmpty();
            isRefused("{\"nothing\":null}", member, f -> f.text(member));
            isRefused("{\"nothing\":null}", member, f -> f.version(member));
        }
    }

    @Test
    void whatHasAnotherTypeIsNamed() {
        isRefused("{\"a\":1}", "a", f -> f.optionalText("a"));
        for (String version : List.of("0", "-1", "1.5", "\"1\"", "1e30", "[]")) {
            isRefused("{\"a\":" + version + "}", "a", f -> f.optionalVersion("a"));
        }
        isRefused("{\"a\":\"true\"}", "a", f -> f.flag("a"));
        isRefused("{\"a\":{}}", "a", f -> f.userIds("a", 5));
        isRefused("{\"a\":[1]}", "a", f -> f.userIds("a", 5));
        isRefused("{\"a\":[\"" + ID + "\",\"" + ID + "\"]}", "a", f -> f.userIds("a", 1));
        isRefused("{}", "channelId", OperationFrame::channelId);
    }

    @Test
    void aChannelIdThatIsNoneIsNoChannel() {
        assertThatExceptionOfType(OperationRefused.class).isThrownBy(() -> frame("{\"channelId\":\"x\"}").channelId())
                .satisfies(refused -> assertThat(refused.problem()).isEqualTo(ChatProblem.CHANNEL_NOT_FOUND));
    }
}
