package dev.parley.chat.channel;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.parley.chat.ChatWorld.Person;
import dev.parley.chat.TestClient;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What becomes of groups and saved messages when an account is deleted. */
class GroupDepartureTest extends GroupCalls {

    @Test
    void theOwnersPlaceGoesToTheOldestAdminThenToTheOldestMember() {
        Person dora = world.person();
        String channel = group(ann, bob, carol);
        add(ann, channel, dora);
        setRole(ann, channel, dora, "admin");
        TestClient bobs = world.connect(second, bob);

        world.delete(first, ann);

        assertThat(roles(channel)).isEqualTo(
                Map.of(dora.userId(), Role.OWNER, bob.userId(), Role.MEMBER, carol.userId(), Role.MEMBER));
        assertThat(events(bob, channel).getLast()).isEqualTo(
                "members: left=[\"" + ann.id() + "\"], roles={\"" + dora.id() + "\":\"owner\"}");
        await().atMost(TestClient.PATIENCE).until(() -> bobs.versions(channel).contains(5L));
        world.delete(second, carol);
        world.delete(first, dora);
        assertThat(roles(channel)).isEqualTo(Map.of(bob.userId(), Role.OWNER));
        assertThat(bobs.sendAcked(channel, "b1", "alone")).isEqualTo(8);
        assertThat(view(bob, channel).body().get("memberCount").intValue()).isOne();
        assertConsistent(channel);
    }

    @Test
    void theLastOnesChannelsGoWithThem() {
        String channel = group(ann);
        String saved = world.post(first, ann, CHANNELS, Map.of("type", "saved")).body().get("id").stringValue();
        TestClient anns = world.connect(first, ann);
        anns.sendAcked(channel, "m1", "alone");
        anns.sendAcked(saved, "m1", "a note");

        world.delete(second, ann);

        for (String id : List.of(channel, saved)) {
            long number = Ids.parse(id).orElseThrow();
            assertThat(world.count("SELECT COUNT(*) FROM channels WHERE id = ?", number)).isZero();
            for (String table : List.of("messages", "message_ids", "saved_channels", "group_requests")) {
                await().atMost(TestClient.PATIENCE).until(
                        () -> world.count("SELECT COUNT(*) FROM " + table + " WHERE channel_id = ?", number) == 0);
            }
        }
    }

    @Test
    void nobodyAddsSomebodyWhoseAccountIsDeleted() {
        String channel = group(ann);
        world.delete(first, bob);

        assertThat(add(ann, channel, bob).body().get("refused").findValuesAsString("code"))
                .containsExactly("user-not-found");
        assertThat(world.post(first, bob, CHANNELS, Map.of("type", "group", "title", "t")).status()).isEqualTo(404);
        assertThat(world.post(first, bob, CHANNELS, Map.of("type", "saved")).status()).isEqualTo(404);
        assertThat(world.count("SELECT COUNT(*) FROM subscriptions WHERE user_id = ?", bob.userId())).isZero();
        assertConsistent(channel);
    }

    @Test
    void whenAllGoAtOnceNothingIsLeft() {
        for (int i = 0; i < 3; i++) {
            List<Person> people = List.of(world.person(), world.person(), world.person());
            String channel = group(people.get(0), people.get(1), people.get(2));

            people.forEach(person -> world.announceDeletion(person == people.get(1) ? second : first, person));

            await().atMost(TestClient.PATIENCE).until(() -> people.stream().allMatch(world::isDeleted));
            assertThat(world.count("SELECT COUNT(*) FROM channels WHERE id = ?", Ids.parse(channel).orElseThrow()))
                    .isZero();
        }
    }
}
