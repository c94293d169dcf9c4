package dev.parley.chat.channel;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import dev.parley.chat.ChatWorld.Answer;
import dev.parley.chat.ChatWorld.Person;
import dev.parley.chat.TestClient;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A group of more than ten thousand: everything works, and nothing is asked of the store for each member. */
class LargeGroupTest extends GroupCalls {

    @Test
    void aGroupOfTenThousandIsFilledListedWrittenToAndDissolved() {
        String channel = group(ann);
        long id = Ids.parse(channel).orElseThrow();
        for (int piece = 0; piece < 2; piece++) {
            List<String> people = LongStream.range(0, 1000).mapToObj(n -> world.person().id()).toList();
            Answer added = world.post(second, ann, members(channel), Map.of("userIds", people));
            assertThat(added.status()).as(added.body().toString()).isEqualTo(200);
            assertThat(added.body().get("added")).hasSize(1000);
        }
        world.jdbc().sql("""
            INSERT INTO subscriptions (channel_id, user_id, created_at) SELECT ?, seq, UTC_TIMESTAMP(6)
            FROM seq_1_to_8000""").param(id).update();
        world.jdbc().sql("UPDATE channels SET member_count = member_count + 8000 WHERE id = ?").param(id).update();
        TestClient bobs = world.connect(second, bob);

        assertThat(add(ann, channel, bob).body().get("added")).hasSize(1);

        assertThat(listAll(channel)).hasSize(10_002);
        assertThat(view(bob, channel).body().get("memberCount").intValue()).isEqualTo(10_002);
        assertThat(view(bob, channel).body().toString().length()).as("says nothing of each member").isLessThan(1000);
        assertThat(world.get(first, bob, CHANNELS).body().toString().length()).isLessThan(1000);
        TestClient anns = world.connect(first, ann);
        long version = anns.sendAcked(channel, "m1", "hello everybody");
        await().atMost(TestClient.PATIENCE).until(() -> bobs.versions(channel).contains(version));
        assertConsistent(channel);

        assertThat(dissolve(ann, channel).status()).isEqualTo(204);
        bobs.awaitFrame(frame -> frame.path("event").stringValue("").equals("dissolved"));
        await().atMost(TestClient.PATIENCE)
                .until(() -> world.count("SELECT COUNT(*) FROM subscriptions WHERE channel_id = ?", id) == 0);
    }

    private Set<String> listAll(String channel) {
        List<String> listed = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = world.get(first, ann, members(channel) + "?limit=1000" + cursor).body();
            listed.addAll(page.get("items").findValuesAsString("userId"));
            cursor = page.has("nextCursor") ? "&cursor=" + page.get("nextCursor").stringValue() : "";
        } while (!cursor.isEmpty());
        assertThat(listed).doesNotHaveDuplicates();
        return new HashSet<>(listed);
    }

    @Test
    void whoDoesNotFitAnyMoreIsTold() {
        String channel = group(ann, bob);
        world.jdbc().sql("UPDATE channels SET member_count = 19999 WHERE id = ?")
                .param(Ids.parse(channel).orElseThrow())
                .update();
        Person dora = world.person();

        Answer added = add(ann, channel, carol, dora);

        assertThat(added.body().get("added")).hasSize(1);
        assertThat(added.body().get("refused").findValuesAsString("code")).containsExactly("channel-full");
    }
}
