package dev.parley.chat.message;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import dev.parley.chat.ChatWorld;
import dev.parley.chat.TestClient;
import dev.parley.chat.TwoNodes;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

/** History over HTTP, and where a resume sends those who missed too much. */
class HistoryApiTest extends TwoNodes {

    private final String channel = world.channel(first, ann, bob);
    private final String path = "/api/chat/channels/" + channel + "/messages";

    private TestClient write(int messages) {
        TestClient anns = world.connect(first, ann);
        IntStream.rangeClosed(1, messages).forEach(i -> anns.sendAcked(channel, "m" + i, "text " + i));
        return anns;
    }

    private JsonNode page(String query) {
        ChatWorld.Answer answer = world.get(second, bob, path + query);
        assertThat(answer.status()).isEqualTo(200);
        return answer.body();
    }

    private static List<Long> versions(JsonNode page) {
        return page.get("messages").valueStream().map(message -> message.get("version").longValue()).toList();
    }

    private static void assertPage(JsonNode page, List<Long> versions, boolean hasEarlier, boolean hasMore) {
        assertThat(versions(page)).isEqualTo(versions);
        assertThat(page.get("hasEarlier").booleanValue()).isEqualTo(hasEarlier);
        assertThat(page.get("hasMore").booleanValue()).isEqualTo(hasMore);
    }

    private void dropBefore(long version) {
        world.jdbc().sql("UPDATE channels SET first_version = ? WHERE id = ?").params(version, id()).update();
        world.jdbc().sql("DELETE FROM messages WHERE channel_id = ? AND version < ?").params(id(), version).update();
        first.bean(RecentMessages.class).forget(id());
    }

    private long id() {
        return Ids.parse(channel).orElseThrow();
    }

    @Test
    void historyPagesBothWaysAndAroundAVersion() {
        write(9);

        assertPage(page("?after=0&limit=4"), List.of(1L, 2L, 3L, 4L), false, true);
        assertPage(page("?after=4&limit=4"), List.of(5L, 6L, 7L, 8L), true, true);
        assertPage(page("?after=8"), List.of(9L), true, false);
        assertPage(page("?after=99"), List.of(), true, false);
        assertPage(page("?before=100&limit=3"), List.of(7L, 8L, 9L), true, false);
        assertPage(page("?before=7&limit=3"), List.of(4L, 5L, 6L), true, true);
        assertPage(page("?before=4&limit=3"), List.of(1L, 2L, 3L), false, true);
        assertPage(page("?around=5&limit=3"), List.of(4L, 5L, 6L), true, true);
        assertPage(page("?around=9&limit=3"), List.of(7L, 8L, 9L), true, false);
        assertThat(page("?around=5").get("messages").findValuesAsString("text"))
                .isEqualTo(IntStream.rangeClosed(1, 9).mapToObj(i -> "text " + i).toList());
        assertThat(page("?after=0").get("lastVersion").longValue()).isEqualTo(9);
        assertThat(page("?after=0").has("firstVersion")).isFalse();
    }

    @Test
    void historyBeginsAtATime() {
        write(6);
        List<String> times = page("?after=0").get("messages").findValuesAsString("createdAt");

        assertPage(page("?at=" + times.get(3) + "&limit=2"), List.of(4L, 5L), true, true);
        assertPage(page("?at=2001-01-01T00:00:00Z"), List.of(1L, 2L, 3L, 4L, 5L, 6L), false, false);
        assertPage(page("?at=2999-01-01T00:00:00Z"), List.of(), true, false);
    }

    @Test
    void historyWhoseBeginningWasDroppedSaysWhereItStarts() {
        write(8);
        dropBefore(6);

        assertPage(page("?after=0"), List.of(6L, 7L, 8L), false, false);
        assertPage(page("?before=7"), List.of(6L), false, true);
        assertPage(page("?around=2&limit=2"), List.of(6L, 7L), false, true);
        assertPage(page("?at=2001-01-01T00:00:00Z&limit=1"), List.of(6L), false, true);
        assertThat(page("?after=0").get("firstVersion").longValue()).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?after=-1", "?before=x", "?around=1.5", "?at=yesterday", "?after=0&limit=0",
        "?after=0&limit=201", "?after=1&before=5", ""})
    void aRequestThatMakesNoSenseNamesTheParameter(String query) {
        ChatWorld.Answer answer = world.get(second, bob, path + query);

        assertThat(answer.status()).isEqualTo(422);
        String field = query.contains("limit") ? "limit" : query.replaceAll("^.*[?&](\\w+)=.*$|^$", "$1");
        assertThat(answer.body().get("errors").get(0).get("field").stringValue())
                .isEqualTo(field.isEmpty() ? "after" : field);
    }

    @Test
    void aStrangerReadsNothingWhateverTheyAskFor() {
        write(1);
        var stranger = world.person();

        for (String query : List.of("?after=0", "?before=9", "?around=1", "?at=2001-01-01T00:00:00Z", "")) {
            ChatWorld.Answer answer = world.get(second, stranger, path + query);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.body().get("code").stringValue()).isEqualTo("channel-not-found");
        }
    }

    @Test
    void whoMissedTooMuchIsToldWhereToLoadItFrom() {
        var strict = world.node(Map.of("parley.chat.delivery.resume-limit", "3"));
        write(7);
        TestClient bobs = world.connect(strict, bob);

        JsonNode answer = bobs.resume(channel, 2);
        JsonNode exact = world.connect(strict, bob).resume(channel, 4);

        assertThat(answer.get("recovered").booleanValue()).isFalse();
        assertThat(answer.get("lastVersion").longValue()).isEqualTo(7);
        assertThat(answer.get("loadFrom").stringValue()).isEqualTo(path + "?after=2");
        assertThat(bobs.versions(channel)).isEmpty();
        assertThat(exact.get("recovered").booleanValue()).isTrue();
        world.stop(strict);
    }

    @Test
    void whoMissedWhatWasDroppedLoadsFromWhereHistoryStarts() {
        TestClient anns = write(6);
        dropBefore(5);
        TestClient bobs = world.connect(second, bob);

        JsonNode missed = bobs.resume(channel, 2);
        TestClient again = world.connect(second, bob);
        JsonNode nothingLost = again.resume(channel, 4);
        anns.sendAcked(channel, "m7", "text 7");

        assertThat(missed.get("recovered").booleanValue()).isFalse();
        assertThat(missed.get("loadFrom").stringValue()).isEqualTo(path + "?after=4");
        assertPage(page("?after=4"), List.of(5L, 6L, 7L), false, false);
        assertThat(nothingLost.get("recovered").booleanValue()).isTrue();
        assertThat(again.awaitVersions(channel, 3)).isEqualTo(LongStream.rangeClosed(5, 7).boxed().toList());
    }
}
