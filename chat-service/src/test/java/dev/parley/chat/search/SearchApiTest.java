package dev.parley.chat.search;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import dev.parley.chat.ChatWorld;
import dev.parley.chat.TestClient;
import dev.parley.chat.TestNode;
import dev.parley.chat.TwoNodes;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class SearchApiTest extends TwoNodes {

    private final String channel = world.channel(first, ann, bob);
    private final String path = "/api/chat/channels/" + channel + "/search";
    private final long id = Ids.parse(channel).orElseThrow();

    private JsonNode search(TestNode node, String words, String more) {
        ChatWorld.Answer answer = world.get(node, bob, path + "?q=" + encode(words) + more);
        assertThat(answer.status()).isEqualTo(200);
        return answer.body();
    }

    private static String encode(String words) {
        return URLEncoder.encode(words, StandardCharsets.UTF_8);
    }

    private List<Long> found(String words) {
        return versions(search(second, words, ""));
    }

    private static List<Long> versions(JsonNode page) {
        return page.get("items").valueStream().map(message -> message.get("version").longValue()).toList();
    }

    private void awaitIndexed() {
        await().atMost(TestClient.PATIENCE)
                .until(() -> world.count("SELECT COUNT(*) FROM channels WHERE id = ? AND search_due", id) == 0);
    }

    private TestClient write(String... texts) {
        TestClient anns = world.connect(first, ann);
        for (String text : texts) {
            anns.sendAcked(channel, "m" + Ids.format(Ids.next()), text);
        }
        return anns;
    }

    @Test
    void messagesAreFoundByTheirWordsNewestFirst() {
        write("Meet me at the Café", "nothing", "the CAFE is closed", "東京タワーで会おう", "the café, the café");
        awaitIndexed();

        assertThat(found("cafe")).containsExactly(5L, 3L, 1L);
        assertThat(found("the Café closed")).containsExactly(3L);
        assertThat(found("タワー")).containsExactly(4L);
        assertThat(found("caf")).isEmpty();
        assertThat(found("closed nothing")).isEmpty();
        JsonNode message = search(first, "meet", "").get("items").get(0);
        assertThat(message.get("text").stringValue()).isEqualTo("Meet me at the Café");
        assertThat(message.get("senderId").stringValue()).isEqualTo(ann.id());
    }

    @Test
    void resultsPageByCursor() {
        write(IntStream.rangeClosed(1, 7).mapToObj(i -> "apple " + i).toArray(String[]::new));
        awaitIndexed();

        JsonNode one = search(second, "apple", "&limit=3");
        JsonNode two = search(first, "apple", "&limit=3&cursor=" + one.get("nextCursor").stringValue());
        JsonNode three = search(second, "apple", "&limit=3&cursor=" + two.get("nextCursor").stringValue());

        assertThat(versions(one)).containsExactly(7L, 6L, 5L);
        assertThat(versions(two)).containsExactly(4L, 3L, 2L);
        assertThat(versions(three)).containsExactly(1L);
        assertThat(three.has("nextCursor")).isFalse();
        assertThat(search(second, "apple", "&limit=7").has("nextCursor")).isFalse();
    }

    private void change(TestClient client, String type, long target, Map<String, Object> more) {
        Map<String, Object> frame = new HashMap<>(more);
        frame.putAll(Map.of("channelId", channel, "clientMessageId", Ids.format(Ids.next()), "target", target));
        assertThat(client.awaitAnswer(client.operation(type, frame)).get("type").stringValue()).isEqualTo("ack");
    }

    @Test
    void anEditedTextIsFoundByItsNewWordsAndARecalledOneNotAtAll() {
        TestClient anns = write("the old harbour", "the old lighthouse", "the old windmill");
        awaitIndexed();
        change(anns, "edit", 1, Map.of("text", "the new marina"));
        change(anns, "recall", 2, Map.of());

        assertThat(found("harbour")).isEmpty(); // at once, whatever the index still says
        assertThat(found("lighthouse")).isEmpty();
        awaitIndexed();
        assertThat(found("marina")).containsExactly(1L);
        assertThat(found("the")).containsExactly(3L, 1L);
        assertThat(search(first, "marina", "").get("items").get(0).get("edited").get("text").stringValue())
                .isEqualTo("the new marina");
        assertThat(world.count("SELECT COUNT(DISTINCT version) FROM search_terms WHERE channel_id = ?", id))
                .isEqualTo(2);
        change(anns, "edit", 1, Map.of("text", "the newest pier"));
        awaitIndexed();
        assertThat(found("marina")).isEmpty();
        assertThat(found("newest")).containsExactly(1L);
    }

    @Test
    void whatWasDroppedIsNotFound() {
        TestClient anns = write("plum one", "plum two", "plum three");
        awaitIndexed();
        world.jdbc().sql("UPDATE channels SET first_version = 3 WHERE id = ?").param(id).update();
        world.jdbc().sql("DELETE FROM messages WHERE channel_id = ? AND version < 3").param(id).update();

        assertThat(found("plum")).containsExactly(3L);
        first.bean(SearchTraces.class).removeAll(id, 3);
        anns.sendAcked(channel, "m4", "plum four");
        awaitIndexed();
        assertThat(found("plum")).containsExactly(4L, 3L);
        assertThat(world.count("SELECT COUNT(*) FROM search_terms WHERE channel_id = ? AND version < 3", id)).isZero();
    }

    @Test
    void whatWasWrittenWhileNobodyIndexedIsIndexedLater() {
        write("lost and found");
        awaitIndexed();
        world.jdbc().sql("DELETE FROM search_terms WHERE channel_id = ?").param(id).update();
        assertThat(found("lost")).isEmpty();

        world.jdbc().sql("UPDATE channels SET indexed_version = 0 WHERE id = ?").param(id).update();

        await().atMost(TestClient.PATIENCE).until(() -> found("lost").equals(List.of(1L)));
    }

    @Test
    void theStoreHasNoWordsAndTwoChannelsNoTermInCommon() {
        String other = world.channel(first, ann, world.person());
        write("rendezvous");
        world.connect(first, ann).sendAcked(other, "m1", "rendezvous");
        awaitIndexed();
        await().atMost(TestClient.PATIENCE).until(() -> world.count(
                "SELECT COUNT(*) FROM search_terms WHERE channel_id IN (?, ?)", id,
                Ids.parse(other).orElseThrow()) == 2);

        assertThat(world.count("SELECT COUNT(DISTINCT term) FROM search_terms WHERE channel_id IN (?, ?)", id,
                Ids.parse(other).orElseThrow())).isEqualTo(2);
    }

    @Test
    void termsThatTheTextDoesNotHaveShowNothing() {
        write("one word");
        awaitIndexed();
        long term = first.bean(BlindIndex.class).terms(id, List.of("secret")).getFirst();
        world.jdbc().sql("INSERT INTO search_terms VALUES (?, ?, 1)").params(id, term).update();

        assertThat(found("secret")).isEmpty();
        assertThat(found("word")).containsExactly(1L);
    }

    @Test
    void aStrangerFindsNothingOut() {
        write("secret");
        var stranger = world.person();

        for (String query : List.of("?q=secret", "?q=", "?q=secret&limit=0")) {
            ChatWorld.Answer answer = world.get(second, stranger, path + query);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.body().get("code").stringValue()).isEqualTo("channel-not-found");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"q=", "q=%3F!", "q=a+b+c+d+e+f+g+h+i+j+k", "q=a&limit=0", "q=a&limit=101", "q=a&cursor=x"})
    void aSearchThatMakesNoSenseNamesTheParameter(String query) {
        ChatWorld.Answer answer = world.get(first, bob, path + "?" + query);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().get("errors").get(0).get("field").stringValue())
                .isEqualTo(query.replaceAll("^.*&", "").replaceAll("=.*$", ""));
    }

    @Test
    void aNodeWithoutSearchSaysSo() {
        TestNode without = world.node(Map.of("parley.chat.search.enabled", "false"));

        ChatWorld.Answer refused = world.get(without, bob, path + "?q=word");

        assertThat(refused.status()).isEqualTo(501);
        assertThat(refused.body().get("code").stringValue()).isEqualTo("search-disabled");
        world.stop(without);
    }
}
