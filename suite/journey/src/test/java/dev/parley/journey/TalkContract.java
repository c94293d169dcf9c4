package dev.parley.journey;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What people do with each other: groups, several devices, messages that change, files, contacts. */
interface TalkContract {

    /** Where the gateway of the running suite listens. */
    URI gateway();

    private static JsonNode channel(Person person, String id) {
        return Api.json(person.api().get("/api/chat/channels/" + id), 200);
    }

    private static List<JsonNode> history(Person person, String channel) {
        return List
                .copyOf(Api.json(person.api().get("/api/chat/channels/" + channel + "/messages?after=0&limit=200"), 200)
                        .path("messages").values());
    }

    @Test
    default void aGroupTalksAndCountsAreRightOnEveryDevice() {
        Person alice = Person.arrives(gateway(), "alice");
        Person bob = Person.arrives(gateway(), "bob");
        Person carol = Person.arrives(gateway(), "carol");
        String group = alice.groupWith(List.of(bob, carol));
        try (ChatSocket alices = alice.connects();
                ChatSocket phone = bob.connects();
                ChatSocket laptop = bob.logsInAgain("a laptop").connects()) {
            alices.send(group, "who brings bread?");
            long asked = alices.ask("send", Map.of("channelId", group, "clientMessageId", "to-bob", "text", "@bob?",
                    "mentions", List.of(bob.userId()))).path("version").asLong();
            laptop.hears("messages", frame -> frame.path("messages").values().stream()
                    .anyMatch(message -> message.path("version").asLong() == asked));
            JsonNode seen = channel(bob, group);
            assertThat(seen.path("title").asString()).isEqualTo("a group");
            assertThat(seen.path("memberCount").asInt()).isEqualTo(3);
            assertThat(seen.path("unread").asInt()).isEqualTo(2);
            assertThat(seen.path("mentions").asInt()).isEqualTo(1);
            assertThat(channel(alice, group).path("unread").asInt()).isZero();

            assertThat(phone.ask("read", Map.of("channelId", group, "version", asked)).path("type").asString())
                    .isEqualTo("ok");

            laptop.hears("cursors", frame -> frame.path("userId").asString().equals(bob.userId())
                    && frame.path("readVersion").asLong() == asked);
            assertThat(channel(bob, group).path("unread").asInt()).isZero();
            assertThat(channel(bob, group).path("mentions").asInt()).isZero();
            assertThat(channel(carol, group).path("unread").asInt()).isEqualTo(2);
        }
    }

    @Test
    default void whoIsRemovedFromAGroupHearsAndSeesNoMore() {
        Person alice = Person.arrives(gateway(), "alice");
        Person bob = Person.arrives(gateway(), "bob");
        String group = alice.groupWith(List.of(bob));
        try (ChatSocket alices = alice.connects(); ChatSocket bobs = bob.connects()) {
            alices.send(group, "hello");
            assertThat(alice.api().delete("/api/chat/channels/" + group + "/members/" + bob.userId()).statusCode())
                    .isEqualTo(204);

            bobs.hears("channel", frame -> frame.path("event").asString().equals("removed")
                    && frame.path("channelId").asString().equals(group));
            Api.problem(bob.api().get("/api/chat/channels/" + group), 404, "channel-not-found");
            assertThat(bobs.refusal(group, "let me in")).isEqualTo("channel-not-found");
        }
    }

    @Test
    default void aMessageIsEditedReactedToAndRecalledAndItsTextIsGone() {
        Person alice = Person.arrives(gateway(), "alice");
        Person bob = Person.arrives(gateway(), "bob");
        String channel = alice.channelWith(bob);
        try (ChatSocket alices = alice.connects(); ChatSocket bobs = bob.connects()) {
            long first = alices.send(channel, "helo");
            long second = alices.send(channel, "the secret is 42");
            assertThat(alices.ask("edit", Map.of("channelId", channel, "clientMessageId", "e1", "target", first, "text",
                    "hello")).path("type").asString()).isEqualTo("ack");
            assertThat(bobs.ask("react", Map.of("channelId", channel, "clientMessageId", "r1", "target", first, "emoji",
                    "👍")).path("type").asString()).isEqualTo("ack");
            assertThat(bobs.ask("recall", Map.of("channelId", channel, "clientMessageId", "x", "target", first))
                    .path("type").asString()).isEqualTo("error");
            assertThat(alices.ask("recall", Map.of("channelId", channel, "clientMessageId", "x1", "target", second))
                    .path("type").asString()).isEqualTo("ack");

            List<JsonNode> messages = history(bob, channel);
            assertThat(messages.getFirst().at("/edited/text").asString()).isEqualTo("hello");
            assertThat(messages.getFirst().at("/reactions/0/emoji").asString()).isEqualTo("👍");
            assertThat(messages.get(1).path("recalled").asBoolean()).isTrue();
            assertThat(messages.toString()).doesNotContain("secret");
        }
        try (ChatSocket later = bob.logsInAgain("a tablet").connects()) {
            assertThat(later.resume(channel, 0)).hasSize(5).asString().doesNotContain("secret");
        }
    }

    @Test
    default void aFileGoesWithAMessageAndAReplyWithAWord() {
        Person alice = Person.arrives(gateway(), "alice");
        Person bob = Person.arrives(gateway(), "bob");
        String channel = alice.channelWith(bob);
        String share = alice.shares("the plan".getBytes(UTF_8));
        try (ChatSocket alices = alice.connects(); ChatSocket bobs = bob.connects()) {
            JsonNode ack = alices.ask("send", Map.of("channelId", channel, "clientMessageId", "f1", "attachments",
                    List.of(Map.of("share", share.substring(share.lastIndexOf('/') + 1)))));
            assertThat(ack.path("type").asString()).as(ack::toString).isEqualTo("ack");

            JsonNode attachment = bobs.receive(channel, 1).getFirst().at("/attachments/0");
            assertThat(attachment.path("size").asLong()).isEqualTo(8);
            assertThat(bob.api().get("/api/files/shares/" + attachment.path("share").asString() + "/content").body())
                    .asString(UTF_8).isEqualTo("the plan");
            assertThat(
                    bobs.ask("send", Map.of("channelId", channel, "clientMessageId", "a1", "text", "agreed", "replyTo",
                            ack.path("version").asLong())).path("type").asString())
                    .isEqualTo("ack");
            assertThat(alices.receive(channel, 2).getLast().path("replyTo").asLong())
                    .isEqualTo(ack.path("version").asLong());
        }
    }

    @Test
    default void aFileIsSharedIntoAChannelAndItsMembersAloneOpenIt() {
        Person alice = Person.arrives(gateway(), "alice");
        Person bob = Person.arrives(gateway(), "bob");
        Person mallory = Person.arrives(gateway(), "mallory");
        String group = alice.groupWith(List.of(bob));
        String share = alice.shares("for us".getBytes(UTF_8), Map.of("channelId", group));
        Map<String, Object> attachments = Map.of("clientMessageId", "f1", "attachments",
                List.of(Map.of("share", share.substring(share.lastIndexOf('/') + 1))));
        try (ChatSocket alices = alice.connects()) {
            assertThat(alices.ask("send", with(group, attachments)).path("type").asString()).isEqualTo("ack");
            assertThat(alices.ask("send", with(alice.channelWith(bob), attachments)).path("code").asString())
                    .isEqualTo("share-not-found");
        }

        assertThat(bob.api().get(share + "/content").body()).asString(UTF_8).isEqualTo("for us");
        Api.problem(mallory.api().get(share), 404, "share-not-found");
        Api.problem(mallory.api().get(share + "/content"), 404, "share-not-found");

        assertThat(bob.api().delete("/api/chat/channels/" + group + "/members/me").statusCode()).isEqualTo(204);
        await().atMost(SessionContract.SOON).until(() -> bob.api().get(share + "/content").statusCode() == 404);
    }

    private static Map<String, Object> with(String channel, Map<String, Object> frame) {
        Map<String, Object> whole = new HashMap<>(frame);
        whole.put("channelId", channel);
        return whole;
    }

    @Test
    default void whoIsBlockedNeitherOpensAChannelNorWrites() {
        Person alice = Person.arrives(gateway(), "alice");
        Person bob = Person.arrives(gateway(), "bob");
        String channel = alice.channelWith(bob);
        try (ChatSocket bobs = bob.connects()) {
            bobs.send(channel, "buy now");
            assertThat(alice.api().put("/api/chat/blocks/" + bob.userId()).statusCode()).isEqualTo(204);

            await().atMost(SessionContract.SOON)
                    .until(() -> bobs.refusal(channel, "buy two").equals("not-accepted"));
            Person mallory = Person.arrives(gateway(), "mallory");
            assertThat(alice.api().put("/api/chat/blocks/" + mallory.userId()).statusCode()).isEqualTo(204);
            Api.problem(mallory.api().post("/api/chat/channels", Map.of("type", "direct", "userId", alice.userId())),
                    403,
                    "not-accepted");

            assertThat(alice.api().delete("/api/chat/blocks/" + bob.userId()).statusCode()).isEqualTo(204);
            await().atMost(SessionContract.SOON).until(() -> bobs.refusal(channel, "sorry").isEmpty());
        }
    }

    @Test
    default void whatWasWrittenIsFoundByItsWords() {
        Person alice = Person.arrives(gateway(), "alice");
        Person bob = Person.arrives(gateway(), "bob");
        String channel = alice.channelWith(bob);
        try (ChatSocket alices = alice.connects()) {
            alices.send(channel, "Das Treffen ist im Café");
            long wanted = alices.send(channel, "the meeting is at the café on Monday");

            await().atMost(SessionContract.SOON)
                    .until(() -> Api
                            .json(bob.api().get("/api/chat/channels/" + channel + "/search?q=cafe+MEETING"), 200)
                            .at("/items/0/version").asLong() == wanted);
        }
    }

    @Test
    default void contactsSeeEachOtherComeAndGoAndType() {
        Person alice = Person.arrives(gateway(), "alice");
        Person bob = Person.arrives(gateway(), "bob");
        String channel = alice.channelWith(bob);
        try (ChatSocket alices = alice.connects()) {
            assertThat(alices.ask("watch", Map.of("userIds", List.of(bob.userId()))).path("type").asString())
                    .isEqualTo("ok");
            try (ChatSocket bobs = bob.connects()) {
                alices.hears("presence", frame -> frame.path("userId").asString().equals(bob.userId())
                        && frame.path("online").asBoolean());
                assertThat(bobs.ask("typing", Map.of("channelId", channel)).path("type").asString()).isEqualTo("ok");
                alices.hears("typing", frame -> frame.path("userId").asString().equals(bob.userId()));
            }
            alices.hears("presence", frame -> frame.path("userId").asString().equals(bob.userId())
                    && !frame.path("online").asBoolean());
        }
    }
}
