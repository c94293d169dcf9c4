package dev.parley.chat.channel;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.data.redis.core.StringRedisTemplate;

import dev.parley.chat.TestClient;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

/** Who leads a group takes texts back, whoever sent them and however old they are. */
class GroupRecallTest extends GroupCalls {

    private static String recall(TestClient client, String channel, long target) {
        var answer = client.awaitAnswer(client.operation("recall",
                Map.of("channelId", channel, "clientMessageId", "recall-" + target, "target", target)));
        return answer.path("code").stringValue(answer.get("type").stringValue());
    }

    @Test
    void theOwnerAndAdminsRecallTextsOfOthersAndMembersOnlyTheirOwn() {
        String channel = group(ann, bob, carol);
        setRole(ann, channel, bob, "admin");
        TestClient anns = world.connect(first, ann);
        TestClient bobs = world.connect(second, bob);
        TestClient carols = world.connect(first, carol);
        long ofAnn = anns.sendAcked(channel, "a1", "ann's");
        long ofCarol = carols.sendAcked(channel, "c1", "carol's");
        long another = carols.sendAcked(channel, "c2", "carol's too");

        assertThat(recall(carols, channel, ofAnn)).isEqualTo("forbidden");
        assertThat(recall(bobs, channel, ofCarol)).isEqualTo("ack");
        assertThat(recall(anns, channel, another)).isEqualTo("ack");

        setRole(ann, channel, bob, "member");
        assertThat(recall(bobs, channel, ofAnn)).isEqualTo("forbidden");
    }

    @Test
    void forThemNoTimeIsTooLate() {
        String channel = group(ann, bob);
        TestClient bobs = world.connect(second, bob);
        long text = bobs.sendAcked(channel, "b1", "old");
        long channelId = Ids.parse(channel).orElseThrow();
        world.jdbc().sql("UPDATE messages SET created_at = created_at - INTERVAL 25 HOUR WHERE channel_id = ?")
                .param(channelId).update();
        first.bean(StringRedisTemplate.class).delete("parley:chat:recent:" + channelId);

        assertThat(recall(bobs, channel, text)).isEqualTo("recall-too-late");
        assertThat(recall(world.connect(first, ann), channel, text)).isEqualTo("ack");
    }
}
