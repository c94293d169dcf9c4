package dev.parley.file.share;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.parley.file.fixture.FileClient;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

/** Files that are shared with the members of a channel. */
class ChannelShareTest extends ShareCalls {

    @Test
    void theMembersOfTheChannelOpenItAndNobodyElse() {
        String channel = chat.channel(annId, benId);
        String url = url(ann().upload("ours.bin", content), Map.of("channelId", channel));

        assertThat(FileClient.json(ben().get(url)).at("/channelId").asString()).isEqualTo(channel);
        assertThat(ben().get(url + "/content").body()).isEqualTo(content);
        assertThat(ben().post(url + "/save", Map.of()).statusCode()).isEqualTo(201);

        assertProblem(carl().get(url), 404, "share-not-found");
        assertProblem(carl().get(url + "/content"), 404, "share-not-found");
        assertProblem(carl().post(url + "/save", Map.of()), 404, "share-not-found");
        assertThat(FileClient.json(carl().get(url)).at("/detail"))
                .isEqualTo(FileClient.json(carl().get(SHARES + "/none")).at("/detail"));
    }

    @Test
    void whoLeavesTheChannelCannotOpenItAnyMoreNotEvenItsMaker() {
        String channel = chat.channel(annId, benId);
        String url = url(ann().upload("left.bin", content), Map.of("channelId", channel));
        assertThat(ben().get(url).statusCode()).isEqualTo(200);

        chat.leave(channel, benId);
        chat.leave(channel, annId);

        await().until(() -> ben().get(url + "/content").statusCode(), status -> status == 404);
        await().until(() -> ann().get(url + "/content").statusCode(), status -> status == 404);
    }

    @Test
    void onlyAMemberSharesIntoAChannel() {
        String file = ann().upload("mine.bin", content);

        for (String channel : new String[]{chat.channel(benId), Ids.format(Ids.next())}) {
            HttpResponse<byte[]> refused = ann().post(SHARES, Map.of("fileId", file, "channelId", channel));
            assertProblem(refused, 404, "channel-not-found");
        }
        assertThat(items(ann().get(SHARES + "?fileId=" + file))).isEmpty();
    }

    @Test
    void aNoIsNeverRememberedSoThatWhoJoinsOpensItAtOnce() {
        String channel = chat.channel(annId);
        String url = url(ann().upload("joining.bin", content), Map.of("channelId", channel));
        assertProblem(ben().get(url), 404, "share-not-found");

        chat.join(channel, benId);

        assertThat(ben().get(url).statusCode()).isEqualTo(200);
    }

    @Test
    void whileChatDoesNotAnswerTheLinkOpensForNobody() {
        String channel = chat.channel(annId, benId);
        String file = ann().upload("away.bin", content);
        String url = url(file, Map.of("channelId", channel));
        chat.failFor(channel);

        for (HttpResponse<byte[]> away : List.of(person(carlId).get(url), ben().get(url), ben().get(url + "/content"),
                ben().post(url + "/save", Map.of()))) {
            assertProblem(away, 503, "chat-unavailable");
            assertThat(FileClient.json(away).at("/retryable").asBoolean()).isTrue();
            assertThat(away.headers().firstValue("Retry-After")).isPresent();
        }
        chat.answerFor(channel);
        assertThat(ben().get(url).statusCode()).isEqualTo(200);
    }

    @Test
    void anotherServiceIsToldToWhichChannelItBelongsAndALinkWithAPasswordIsNoneForIt() {
        String channel = chat.channel(annId);
        String file = ann().upload("attached.bin", content);
        String token = url(file, Map.of("channelId", channel)).substring(SHARES.length());
        String locked = url(file, Map.of("password", "1234")).substring(SHARES.length());

        assertThat(FileClient.json(stranger().get("/internal/shares" + token)).at("/channelId").asString())
                .isEqualTo(channel);
        assertProblem(stranger().get("/internal/shares" + locked), 404, "share-not-found");
    }
}
