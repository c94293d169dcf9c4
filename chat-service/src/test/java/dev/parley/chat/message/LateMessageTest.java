package dev.parley.chat.message;

import java.util.List;
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
