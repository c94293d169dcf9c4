package dev.parley.file.share;

import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

import dev.parley.file.fixture.FileClient;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

/** Who opened what, when. */
class ShareVisitsTest extends ShareCalls {

    @Autowired
    private Visits store;
    @Autowired
    private Shares shares;
    @Autowired
    private ShareSettings settings;

    @Test
    void theMakerIsToldWhoOpenedTheLinkAndWhen() {
        JsonNode link = share(ann().upload("watched.bin", content), Map.of());
        String url = link.at("/url").asString();
        String id = link.at("/id").asString();
        Instant before = Instant.now().minusSeconds(5);

        ben().get(url);
        await().until(() -> visits(id).size() == 1);
        ben().get(url + "/content");
        await().until(() -> visits(id).size() == 2);
        ben().get(url + "/content", "Range", "bytes=5-");
        ben().get(url);
        carl().post(url + "/save", Map.of());
        await().until(() -> visits(id).size() == 3);

        assertThat(visits(id)).containsExactly(Ids.format(carlId) + " saved", Ids.format(benId) + " downloaded",
                Ids.format(benId) + " viewed");
        assertThat(items(ann().get(SHARES + "/" + id + "/visits")).map(visit -> visit.at("/at").asString()))
                .allSatisfy(at -> assertThat(Instant.parse(at)).isBetween(before, Instant.now().plusSeconds(5)));
        assertThat(items(ann().get(SHARES)).map(shown -> shown.at("/downloads").asInt())).containsExactly(1);
    }

    @Test
    void whatWasSeenOfALinkIsToldAfterItWasTakenBackToo() {
        JsonNode link = share(ann().upload("over.bin", content), Map.of("maxDownloads", 9));
        String id = link.at("/id").asString();
        ben().get(link.at("/url").asString() + "/content");
        await().until(() -> visits(id).size() == 1);

        ann().delete(SHARES + "/" + id);

        assertThat(visits(id)).containsExactly(Ids.format(benId) + " downloaded");
    }

    @Test
    void whoIsRefusedHasNotOpenedAnything() {
        String file = ann().upload("closed.bin", content);
        JsonNode locked = share(file, Map.of("password", "1234"));
        JsonNode channel = share(file, Map.of("channelId", chat.channel(annId)));
        JsonNode open = share(file, Map.of());
        for (JsonNode link : List.of(locked, channel)) {
            ben().get(link.at("/url").asString());
            ben().get(link.at("/url").asString() + "/content");
        }
        ben().head(open.at("/url").asString() + "/content");
        carl().get(open.at("/url").asString());

        await().until(() -> visits(open.at("/id").asString()).size() == 1); // visits are written in their order
        assertThat(visits(locked.at("/id").asString())).isEmpty();
        assertThat(visits(channel.at("/id").asString())).isEmpty();
        assertThat(visits(open.at("/id").asString())).containsExactly(Ids.format(carlId) + " viewed");
    }

    @Test
    void visitsAndLinksArePagedNewestFirst() {
        String file = ann().upload("paged.bin", new byte[1]);
        List<String> made = IntStream.range(0, 5).mapToObj(i -> share(file, Map.of()).at("/id").asString()).toList();
        long share = Ids.parse(made.getFirst()).orElseThrow();
        IntStream.range(0, 5).forEach(i -> store.add(new Visit(Ids.next(), share, benId, Visit.What.VIEWED,
                Instant.now())));

        assertThat(all(SHARES, "/id")).containsExactlyElementsOf(made.reversed());
        assertThat(all(SHARES + "/" + made.getFirst() + "/visits", "/userId")).hasSize(5);
        for (String wrong : List.of("?limit=0", "?limit=201", "?cursor=nonsense", "?fileId=nonsense")) {
            assertProblem(ann().get(SHARES + wrong), 422, "invalid-request");
        }
        assertProblem(ann().get(SHARES + "/" + made.getFirst() + "/visits?limit=0"), 422, "invalid-request");
    }

    @Test
    void visitsAreForgottenWhenTheirTimeIsOverAndThenTheLinksThatClosedBefore() {
        String file = ann().upload("forgotten.bin", content);
        JsonNode open = share(file, Map.of());
        JsonNode expired = share(file, Map.of("expiresAt", Instant.now().plusSeconds(600)));
        JsonNode revoked = share(file, Map.of());
        ann().delete(SHARES + "/" + revoked.at("/id").asString());
        JsonNode orphan = share(file, Map.of());
        jdbc.sql("UPDATE shares SET user_file_id = :none WHERE id = :id").param("none", Ids.next())
                .param("id", id(orphan)).update();
        Instant now = Instant.now();
        store.add(new Visit(Ids.next(), id(open), benId, Visit.What.VIEWED, now.minus(Duration.ofDays(89))));

        prune(now);
        assertThat(visits(open.at("/id").asString())).hasSize(1);
        assertThat(stands(open)).isTrue();
        assertThat(stands(expired)).isTrue();
        assertThat(stands(revoked)).isTrue();
        assertThat(stands(orphan)).isFalse();

        // What other tests have here is of today; only what this one has is made older.
        jdbc.sql("UPDATE share_visits SET at = at - INTERVAL 2 DAY WHERE share_id = :id").param("id", id(open))
                .update();
        jdbc.sql("UPDATE shares SET expires_at = expires_at - INTERVAL 91 DAY WHERE id = :id").param("id", id(expired))
                .update();
        jdbc.sql("UPDATE shares SET revoked_at = revoked_at - INTERVAL 91 DAY WHERE id = :id").param("id", id(revoked))
                .update();
        prune(now);

        assertThat(visits(open.at("/id").asString())).isEmpty();
        assertThat(stands(open)).isTrue();
        assertThat(stands(expired)).isFalse();
        assertThat(stands(revoked)).isFalse();
    }

    @Test
    void withAnAccountGoItsLinksWithTheirVisitsAndWhatItVisited() {
        JsonNode anns = share(ann().upload("anns.bin", content), Map.of("maxDownloads", 9));
        ben().get(anns.at("/url").asString() + "/content");
        await().until(() -> visits(anns.at("/id").asString()).size() == 1);
        assertThat(count("SELECT COUNT(*) FROM share_downloads WHERE share_id = ?", id(anns))).isEqualTo(1);

        announceDeletion(benId);
        await().until(() -> visits(anns.at("/id").asString()).isEmpty()
                && count("SELECT COUNT(*) FROM share_downloads WHERE user_id = ?", benId) == 0);

        carl().get(anns.at("/url").asString() + "/content");
        await().until(() -> visits(anns.at("/id").asString()).size() == 1);
        announceDeletion(annId);
        await().until(() -> count("SELECT COUNT(*) FROM shares WHERE created_by = ?", annId) == 0);
        assertThat(count("SELECT COUNT(*) FROM share_visits WHERE share_id = ?", id(anns))).isZero();
        assertThat(count("SELECT COUNT(*) FROM share_downloads WHERE share_id = ?", id(anns))).isZero();
    }

    @Test
    void nothingIsNotedOfWhoIsDeleted() {
        JsonNode link = share(ann().upload("late.bin", content), Map.of("maxDownloads", 1));
        announceDeletion(benId);
        await().until(() -> count("SELECT COUNT(*) FROM deleted_users WHERE user_id = ?", benId) == 1);

        assertProblem(ben().get(link.at("/url").asString() + "/content"), 403, "account-deleted");

        assertThat(carl().get(link.at("/url").asString() + "/content").statusCode()).isEqualTo(200);
        assertThat(count("SELECT COUNT(*) FROM share_downloads WHERE user_id = ?", benId)).isZero();
    }

    private void prune(Instant now) {
        new SharePruning(jdbc, store, settings, Clock.fixed(now, java.time.ZoneOffset.UTC)).prune();
    }

    private boolean stands(JsonNode link) {
        return shares.isMadeBy(id(link), annId);
    }

    private static long id(JsonNode link) {
        return Ids.parse(link.at("/id").asString()).orElseThrow();
    }

    /** All that a list has, two at a time. */
    private List<String> all(String path, String member) {
        List<String> found = new ArrayList<>();
        String cursor = "";
        do {
            HttpResponse<byte[]> page = ann().get(path + "?limit=2" + cursor);
            assertThat(items(page)).hasSizeBetween(1, 2);
            items(page).forEach(item -> found.add(item.at(member).asString()));
            JsonNode next = FileClient.json(page).at("/nextCursor");
            cursor = next.isMissingNode() ? "" : "&cursor=" + next.asString();
        } while (!cursor.isEmpty());
        return found;
    }
}
