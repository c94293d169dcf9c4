package dev.parley.chat.message;

import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;

import dev.parley.chat.ChatWorld.Person;
import dev.parley.chat.TestNode;
import dev.parley.chat.TwoNodes;
import dev.parley.chat.problem.ChatProblem;
import dev.parley.chat.settings.ChatSettings;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Messages that were in the queue when their channel was closed, or went with the last of its people. */
class LateMessageTest extends TwoNodes {

    @Test
    void aLateMessageToAClosedChannelIsNotStoredAndItsSenderIsTold() throws Exception {
        long channel = Ids.parse(world.channel(first, ann, bob)).orElseThrow();
        world.delete(first, ann);

        for (TestNode node : List.of(first, second)) { // the writer of the channel is on one of them
            var outcome = queue(node, channel, bob).get(60, TimeUnit.SECONDS);
            assertThat(outcome).isInstanceOfSatisfying(SendOutcome.Refused.class,
                    refused -> assertThat(refused.problem()).isEqualTo(ChatProblem.CHANNEL_CLOSED));
        }
        assertThat(world.count("SELECT COUNT(*) FROM messages WHERE channel_id = ?", channel)).isZero();
    }

    @Test
    void aLateMessageToAChannelThatIsGoneIsDroppedAndNotParked() throws Exception {
        long channel = Ids.parse(world.channel(first, ann, bob)).orElseThrow();
        double late = total("parley.chat.messages.late");
        double parked = total("parley.chat.messages.parked");
        world.delete(first, ann);
        world.delete(first, bob);

        var outcome = queue(first, channel, bob).get(60, TimeUnit.SECONDS);

        assertThat(outcome).isInstanceOf(SendOutcome.Refused.class);
        await().until(() -> total("parley.chat.messages.late") == late + 1);
        assertThat(total("parley.chat.messages.parked")).isEqualTo(parked);
        assertThat(world.count("SELECT COUNT(*) FROM message_ids WHERE channel_id = ?", channel)).isZero();
    }

    @Test
    void aLateMessageToAGroupIsStoredOnlyIfItsSenderMayStillWrite() throws Exception {
        Person carol = world.person();
        long channel = Ids.parse(world.post(first, ann, "/api/chat/channels",
                Map.of("type", "group", "title", "t", "userIds", List.of(bob.id(), carol.id()))).body().get("id")
                .stringValue()).orElseThrow();
        world.jdbc().sql("DELETE FROM subscriptions WHERE channel_id = ? AND user_id = ?")
                .params(channel, bob.userId()).update();
        world.jdbc().sql("""
            UPDATE subscriptions SET muted_until = UTC_TIMESTAMP(6) + INTERVAL 1 HOUR
            WHERE channel_id = ? AND user_id = ?""").params(channel, carol.userId()).update();

        assertThat(queue(first, channel, ann).get(60, TimeUnit.SECONDS)).isInstanceOf(SendOutcome.Stored.class);
        assertRefused(queue(first, channel, bob), ChatProblem.CHANNEL_NOT_FOUND);
        assertRefused(queue(second, channel, carol), ChatProblem.MUTED);
        assertThat(world.count("SELECT COUNT(*) FROM messages WHERE channel_id = ? AND kind = 1", channel)).isOne();
    }

    @Test
    void aLateMessageToADissolvedGroupIsRefusedAndNotParked() throws Exception {
        String group = world.post(first, ann, "/api/chat/channels", Map.of("type", "group", "title", "t")).body()
                .get("id").stringValue();
        double parked = total("parley.chat.messages.parked");
        world.call(HttpRequest.newBuilder(first.uri("/api/chat/channels/" + group))
                .header("Authorization", "Bearer " + ann.token()).DELETE());

        assertRefused(queue(second, Ids.parse(group).orElseThrow(), ann), ChatProblem.CHANNEL_NOT_FOUND);
        assertThat(total("parley.chat.messages.parked")).isEqualTo(parked);
    }

    private static void assertRefused(CompletableFuture<SendOutcome> outcome, ChatProblem problem) throws Exception {
        assertThat(outcome.get(60, TimeUnit.SECONDS)).isInstanceOfSatisfying(SendOutcome.Refused.class,
                refused -> assertThat(refused.problem()).isEqualTo(problem));
    }

    /** Puts a message into the queue past the door, as if it had come in a moment before. */
    private static CompletableFuture<SendOutcome> queue(TestNode node, long channelId, Person sender) {
        SendKey key = new SendKey(channelId, sender.userId(), "late-" + Ids.next());
        CompletableFuture<SendOutcome> outcome = new CompletableFuture<>();
        assertThat(node.bean(PendingSends.class).await(key, outcome::complete)).isTrue();
        node.bean(MessageQueue.class).publish(new QueuedMessage(Ids.next(), key, MessageKind.TEXT,
                new SealedBody("k1", new byte[]{1}), node.bean(ChatSettings.class).nodeId()), confirmed -> {
                    if (confirmed) {
                        node.bean(PendingSends.class).confirmed(key);
                    }
                });
        return outcome;
    }

    private static double total(String counter) {
        return first.bean(MeterRegistry.class).counter(counter).count()
                + second.bean(MeterRegistry.class).counter(counter).count();
    }
}
