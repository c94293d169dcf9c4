package dev.parley.chat.account;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.data.redis.core.StringRedisTemplate;
import tools.jackson.databind.JsonNode;

import dev.parley.chat.ChatWorld;
import dev.parley.chat.ChatWorld.Person;
import dev.parley.chat.TestClient;
import dev.parley.chat.TwoNodes;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What is left when auth-service says that an account is deleted; the stand-in for auth-service goes on saying that it exists. */
class AccountDeletionTest extends TwoNodes {

    private static final String CHANNELS = "/api/chat/channels";

    @Test
    void whoIsLeftReadsTheChannelAndCannotWriteToIt() {
        String channel = world.channel(first, ann, bob);
        world.connect(first, ann).sendAcked(channel, "a1", "from ann");
        List<TestClient> bobs = List.of(world.connect(first, bob), world.connect(second, bob));
        bobs.forEach(client -> client.sendAcked(channel, "b1", "from bob"));

        world.delete(second, ann);

        for (TestClient client : bobs) {
            JsonNode refused = client.awaitAnswer(client.send(channel, "b2", "are you there?"));
            assertThat(refused.path("code").stringValue("")).as(refused.toString()).isEqualTo("channel-closed");
            assertThat(refused.get("retryable").booleanValue()).isFalse();
            assertThat(client.sendAcked(channel, "b1", "from bob")).as("it was stored before").isEqualTo(2);
        }
        JsonNode view = world.get(second, bob, CHANNELS + "/" + channel).body();
        assertThat(view.get("closed").booleanValue()).isTrue();
        assertThat(view.get("members").findValuesAsString("userId")).containsExactly(bob.id());
        assertThat(world.get(first, bob, CHANNELS).body().get("items").get(0)).isEqualTo(view);
        JsonNode history = world.get(second, bob, CHANNELS + "/" + channel + "/messages?after=0").body();
        assertThat(history.get("messages").findValuesAsString("text")).containsExactly("from ann", "from bob");
        assertThat(history.get("messages").get(0).get("senderId").stringValue()).isEqualTo(ann.id());
        assertThat(world.connect(first, bob).resume(channel, 0).get("recovered").booleanValue()).isTrue();
    }

    @Test
    void whoHasLeftHasNothingAnyMore() {
        String channel = world.channel(first, ann, bob);
        TestClient anns = world.connect(first, ann);
        anns.sendAcked(channel, "a1", "from ann");

        world.delete(second, ann);

        await().atMost(TestClient.PATIENCE)
                .until(() -> world.get(first, ann, CHANNELS + "/" + channel + "/messages?after=0").status() == 404);
        assertThat(world.get(first, ann, CHANNELS).body().get("items")).isEmpty();
        JsonNode refused = anns.awaitAnswer(anns.send(channel, "a2", "one more thing"));
        assertThat(refused.path("code").stringValue("")).isEqualTo("channel-not-found");
    }

    @Test
    void aChannelThatNobodyHasIsRemovedWithAllThatIsInIt() {
        String channel = world.channel(first, ann, bob);
        String others = world.channel(first, bob, world.person());
        TestClient bobs = world.connect(first, bob);
        bobs.sendAcked(channel, "b1", "to ann");
        bobs.sendAcked(others, "b1", "to somebody else");

        world.delete(first, ann);
        world.delete(first, bob);

        assertRemoved(channel);
        long kept = Ids.parse(others).orElseThrow();
        assertThat(world.count("SELECT COUNT(*) FROM messages WHERE channel_id = ?", kept)).isOne();
        assertThat(world.count("SELECT COUNT(*) FROM message_ids WHERE channel_id = ?", kept)).isOne();
    }

    @Test
    void whenBothLeaveAtOnceTheChannelIsRemoved() {
        for (int i = 0; i < 5; i++) {
            Person one = world.person();
            Person other = world.person();
            String channel = world.channel(first, one, other);

            world.announceDeletion(first, one);
            world.announceDeletion(second, other);

            await().atMost(TestClient.PATIENCE).until(() -> world.isDeleted(one) && world.isDeleted(other));
            assertRemoved(channel);
        }
    }

    @Test
    void nobodyOpensAChannelWithSomebodyDeleted() {
        world.channel(first, ann, bob);
        world.delete(first, bob);

        for (Person person : List.of(ann, world.person())) {
            var answer = world.post(first, person, CHANNELS, Map.of("type", "direct", "userId", bob.id()));
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.body().get("code").stringValue()).isEqualTo("user-not-found");
        }
        assertThat(world.post(first, bob, CHANNELS, Map.of("type", "direct", "userId", world.person().id())).status())
                .as("nor do they themselves").isEqualTo(404);
        assertThat(world.count("SELECT COUNT(*) FROM subscriptions WHERE user_id = ?", bob.userId())).isZero();
    }

    @Test
    void channelsThatAreOpenedWhileTheAccountIsDeletedAreClosedOrNotThere() throws Exception {
        List<Callable<ChatWorld.Answer>> openings = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Person person = world.person();
            openings.add(() -> world.post(first, person, CHANNELS, Map.of("type", "direct", "userId", ann.id())));
        }
        openings.add(20, () -> {
            world.announceDeletion(second, ann);
            return world.get(second, bob, CHANNELS);
        });
        List<ChatWorld.Answer> answers = new ArrayList<>();
        try (var executor = Executors.newFixedThreadPool(4)) {
            for (var future : executor.invokeAll(openings)) {
                answers.add(future.get());
            }
        }
        await().atMost(TestClient.PATIENCE).until(() -> world.isDeleted(ann));

        assertThat(answers).extracting(ChatWorld.Answer::status).containsAnyOf(201, 404).isSubsetOf(200, 201, 404);
        for (ChatWorld.Answer opened : answers.stream().filter(answer -> answer.status() == 201).toList()) {
            long id = Ids.parse(opened.body().get("id").stringValue()).orElseThrow();
            assertThat(world.count("SELECT COUNT(*) FROM channels WHERE closed AND id = ?", id)).isOne();
        }
        assertThat(world.isDeleted(ann)).isTrue();
    }

    @Test
    void aMessageThatComesAgainOrCannotBeReadHarmsNothing() {
        String channel = world.channel(first, ann, bob);
        world.connect(first, bob).sendAcked(channel, "b1", "stays");
        world.delete(first, ann);
        List<String> unreadable = List.of("no json", "null", "{}", "{\"userId\":\"x\",\"deletedAt\":\"" + Instant.now()
                + "\"}", "{\"userId\":\"" + bob.id() + "\"}");

        unreadable.forEach(message -> world.announceDeletion(first, message));
        world.announceDeletion(first, ann);
        world.delete(first, world.person());

        RabbitTemplate rabbit = first.bean(RabbitTemplate.class);
        List<String> parked = new ArrayList<>();
        await().atMost(TestClient.PATIENCE).until(() -> {
            Message message = rabbit.receive("chat.user-deletions.parking");
            if (message != null) {
                parked.add(new String(message.getBody(), StandardCharsets.UTF_8));
                assertThat(Objects.toString(message.getMessageProperties().getHeader("x-parley-reason")))
                        .startsWith("malformed");
            }
            return parked.size() == unreadable.size();
        });
        assertThat(parked).containsExactlyInAnyOrderElementsOf(unreadable);
        assertThat(world.get(first, bob, CHANNELS + "/" + channel + "/messages?after=0").body().get("messages"))
                .hasSize(1);
    }

    @Test
    void withTheStoreAwayTheMessageWaitsAlsoThroughARestartOfTheBroker() {
        world.channel(first, ann, bob);
        world.parts.mariaDb().stop();
        try {
            world.announceDeletion(first, ann);
            world.parts.broker().stop();
            world.parts.broker().start();
        } finally {
            world.parts.mariaDb().start();
        }

        await().atMost(TestClient.PATIENCE).ignoreExceptions().until(() -> world.isDeleted(ann));
    }

    @Test
    void withRedisAwayNobodyWritesToAClosedChannelEither() {
        String channel = world.channel(first, ann, bob);
        List<TestClient> bobs = List.of(world.connect(first, bob), world.connect(second, bob));
        bobs.forEach(client -> client.sendAcked(channel, "b1", "one"));

        world.parts.redis().stop();
        try {
            world.delete(first, ann);
            for (TestClient client : bobs) {
                await().atMost(TestClient.PATIENCE).until(
                        () -> client.awaitAnswer(client.send(channel, "b2", "two")).path("code").stringValue(""),
                        "channel-closed"::equals);
            }
        } finally {
            world.parts.redis().start();
        }
        assertThat(world.count("SELECT COUNT(*) FROM messages WHERE channel_id = ?",
                Ids.parse(channel).orElseThrow())).isOne();
    }

    private void assertRemoved(String channel) {
        long id = Ids.parse(channel).orElseThrow();
        assertThat(world.count("SELECT COUNT(*) FROM channels WHERE id = ?", id)).isZero();
        await().atMost(TestClient.PATIENCE).untilAsserted(() -> {
            Stream.of("messages", "message_ids", "search_terms", "subscriptions", "direct_channels")
                    .forEach(table -> assertThat(
                            world.count("SELECT COUNT(*) FROM " + table + " WHERE channel_id = ?", id)).as(table)
                            .isZero());
            assertThat(first.bean(StringRedisTemplate.class).hasKey("parley:chat:recent:" + id)).isFalse();
        });
    }
}
