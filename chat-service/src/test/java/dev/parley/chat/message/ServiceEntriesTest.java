package dev.parley.chat.message;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import dev.parley.chat.TestClient;
import dev.parley.chat.TwoNodes;
import dev.parley.chat.channel.ChannelEvents;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

class ServiceEntriesTest extends TwoNodes {

    private static void append(String channel, long actor, boolean rollBack) {
        new TransactionTemplate(first.bean(PlatformTransactionManager.class)).executeWithoutResult(status -> {
            first.bean(ChannelEvents.class).append(Ids.parse(channel).orElseThrow(), actor,
                    new ChannelEvents.Event(ChannelEvents.Kind.MEMBERS, Map.of("joined", List.of(Ids.format(actor)))));
            if (rollBack) {
                status.setRollbackOnly();
            }
        });
    }

    @Test
    void anEntryOfTheServiceComesWithTheTransactionThatMakesItTrueAndCountsAsNoMessage() {
        String channel = world.channel(first, ann, bob);
        TestClient bobs = world.connect(second, bob);
        bobs.sendAcked(channel, "m1", "one");

        append(channel, ann.userId(), true);
        append(channel, ann.userId(), false);
        bobs.sendAcked(channel, "m2", "two");

        assertThat(bobs.awaitVersions(channel, 3)).containsExactly(1L, 2L, 3L);
        var entry = bobs.messages(channel).get(1);
        assertThat(entry.get("kind").stringValue()).isEqualTo("members");
        assertThat(entry.get("senderId").stringValue()).isEqualTo(ann.id());
        assertThat(entry.get("joined").get(0).stringValue()).isEqualTo(ann.id());
        assertThat(world.count("SELECT message_count FROM channels WHERE id = ?", Ids.parse(channel).orElseThrow()))
                .isEqualTo(2);
    }

    @Test
    void mentionsGoWithTheMessageAndServiceIdsAreNotForClients() {
        String channel = world.channel(first, ann, bob);
        TestClient anns = world.connect(first, ann);

        String ref = anns.operation("send", Map.of("channelId", channel, "clientMessageId", "m1", "text", "@bob",
                "mentions", List.of(bob.id()), "mentionsAll", true));
        assertThat(anns.awaitAnswer(ref).get("type").stringValue()).isEqualTo("ack");
        anns.awaitVersions(channel, 1);

        var message = anns.messages(channel).getFirst();
        assertThat(message.get("mentions").get(0).stringValue()).isEqualTo(bob.id());
        assertThat(message.get("mentionsAll").booleanValue()).isTrue();
        assertThat(anns.awaitAnswer(anns.send(channel, "parley:1", "text")).get("code").stringValue())
                .isEqualTo("invalid-message");
    }

    @Test
    void whatPassesReachesAllNodesButNotItsOwnPerson() {
        String channel = world.channel(first, ann, bob);
        TestClient anns = world.connect(first, ann);
        TestClient bobs = world.connect(second, bob);
        long channelId = Ids.parse(channel).orElseThrow();

        first.bean(ChannelPush.class).push(channelId, ann.userId(), ok("for bob"));
        bobs.awaitAnswer("for bob");
        first.bean(ChannelPush.class).push(channelId, bob.userId(), ok("for ann"));
        anns.awaitAnswer("for ann");

        assertThat(anns.frames()).noneMatch(frame -> frame.path("ref").stringValue("").equals("for bob"));
    }

    private static byte[] ok(String ref) {
        return ("{\"type\":\"ok\",\"ref\":\"" + ref + "\"}").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }
}
