package dev.parley.chat.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import dev.parley.chat.ChatWorld.Answer;
import dev.parley.chat.ChatWorld.Person;
import dev.parley.chat.TestClient;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

/** Changes of a group at the same moment, on two nodes: one comes after the other, and each is decided by what the one before left. */
class GroupRaceTest extends GroupCalls {

    @Test
    void twoWhoAddTheSamePersonAddThemOnce() throws Exception {
        String channel = group(ann, bob);
        setRole(ann, channel, bob, "admin");
        List<Answer> answers = Concurrently.times(10,
                i -> world.post(i % 2 == 0 ? first : second, i % 2 == 0 ? ann : bob, members(channel),
                        Map.of("userIds", List.of(carol.id()))));

        assertThat(answers.stream().filter(answer -> answer.body().get("added").size() == 1)).hasSize(1);
        assertThat(
                events(ann, channel).stream().filter(entry -> entry.contains("joined") && entry.contains(carol.id())))
                .hasSize(1);
        assertConsistent(channel);
    }

    @Test
    void twoAdminsWhoRemoveAndDemoteEachOtherLeaveAGroupThatIsWhole() throws Exception {
        for (int i = 0; i < 5; i++) {
            Person cleo = world.person();
            Person dan = world.person();
            String channel = group(ann, bob, cleo, dan);
            setRole(ann, channel, bob, "admin");
            setRole(ann, channel, cleo, "admin");

            List<Answer> answers = Concurrently.all(List.of(() -> remove(bob, channel, dan),
                    () -> remove(cleo, channel, dan), () -> setRole(ann, channel, bob, "member"),
                    () -> remove(ann, channel, cleo), () -> leave(dan, channel)));

            assertThat(answers).extracting(Answer::status).isSubsetOf(200, 204, 403, 404);
            assertThat(roles(channel)).isEqualTo(Map.of(ann.userId(), Role.OWNER, bob.userId(), Role.MEMBER));
            assertConsistent(channel);
        }
    }

    @Test
    void handingOverAndTheHeirsLeavingDoNotLeaveAGroupWithoutAnOwner() throws Exception {
        for (int i = 0; i < 10; i++) {
            String channel = group(ann, bob, carol);

            List<Answer> answers = Concurrently.all(List.of(() -> handOver(ann, channel, bob),
                    () -> leave(bob, channel), () -> leave(ann, channel)));

            assertThat(answers).extracting(Answer::status).isSubsetOf(200, 204, 404, 409);
            assertConsistent(channel);
        }
    }

    @Test
    void whoIsAddedWhileTheGroupIsDissolvedIsInNoGroup() throws Exception {
        for (int i = 0; i < 5; i++) {
            String channel = group(ann, bob);
            setRole(ann, channel, bob, "admin");
            List<Callable<Answer>> calls = new ArrayList<>();
            for (int n = 0; n < 4; n++) {
                Person newcomer = world.person();
                calls.add(() -> add(bob, channel, newcomer));
            }
            calls.add(2, () -> dissolve(ann, channel));

            List<Answer> answers = Concurrently.all(calls);

            assertThat(answers.get(2).status()).isEqualTo(204);
            assertThat(answers).extracting(Answer::status).isSubsetOf(200, 204, 404);
            assertThat(view(bob, channel).status()).isEqualTo(404);
            assertThat(world.count("SELECT COUNT(*) FROM channels WHERE id = ?", Ids.parse(channel).orElseThrow()))
                    .isZero();
        }
    }

    @Test
    void changesAndMessagesAtOnceGiveOneStreamWithoutGaps() throws Exception {
        String channel = group(ann, bob);
        var anns = world.connect(first, ann);
        var bobs = world.connect(second, bob);
        List<Callable<Object>> calls = new ArrayList<>();
        calls.add(() -> sendTwenty(anns, channel)); // each socket takes one frame at a time
        calls.add(() -> sendTwenty(bobs, channel));
        for (int i = 0; i < 20; i++) {
            Person newcomer = world.person();
            calls.add(() -> add(ann, channel, newcomer).status());
        }
        Concurrently.all(calls);

        JsonNode history = world.get(first, bob, CHANNELS + "/" + channel + "/messages?after=0&limit=200").body();
        List<Long> versions = new ArrayList<>();
        history.get("messages").forEach(entry -> versions.add(entry.get("version").longValue()));
        assertThat(versions).isEqualTo(IntStream.rangeClosed(1, 62).mapToObj(Long::valueOf).toList());
        assertThat(bobs.awaitVersions(channel, 60)).isEqualTo(versions.subList(2, 62));
        assertConsistent(channel);
    }

    private static long sendTwenty(TestClient client, String channel) {
        long last = 0;
        for (int i = 0; i < 20; i++) {
            last = client.sendAcked(channel, "m" + i, "text");
        }
        return last;
    }
}
