package dev.parley.chat.online;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.parley.chat.TestClient;
import dev.parley.chat.TwoNodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class OnlinePeopleTest extends TwoNodes {

    private record Phone(long userId, List<String> got) implements Device {

        @Override
        public void offer(byte[] json) {
            synchronized (got) {
                got.add(new String(json, StandardCharsets.UTF_8));
            }
        }

        boolean got(String json) {
            synchronized (got) {
                return got.contains(json);
            }
        }

        /** Each device is one, whatever it got. */
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    private static Phone phone(long userId) {
        return new Phone(userId, new ArrayList<>());
    }

    @Test
    void theFirstDeviceAndTheLastAreToldAndNothingBetween() {
        OnlinePeople people = new OnlinePeople();
        List<String> heard = new ArrayList<>();
        people.listen(new OnlinePeople.Listener() {
            @Override
            public void onFirst(long userId) {
                heard.add("first " + userId);
            }

            @Override
            public void onLast(long userId) {
                heard.add("last " + userId);
            }
        });
        Phone one = phone(1);
        Phone another = phone(1);

        people.add(one);
        people.add(another);
        people.add(phone(2));
        people.remove(one);
        people.remove(one);
        assertThat(people.users()).containsExactlyInAnyOrder(1L, 2L);
        people.remove(another);

        assertThat(heard).containsExactly("first 1", "first 2", "last 1");
        assertThat(people.users()).containsExactly(2L);
        assertThat(people.devices(1)).isEmpty();
    }

    @Test
    void aPushReachesAllDevicesOfThePeopleOnAllNodesAndNobodyElse() {
        Phone onFirst = phone(ann.userId());
        Phone onSecond = phone(ann.userId());
        Phone bobs = phone(bob.userId());
        Phone strangers = phone(world.person().userId());
        first.bean(OnlinePeople.class).add(onFirst);
        second.bean(OnlinePeople.class).add(onSecond);
        second.bean(OnlinePeople.class).add(bobs);
        second.bean(OnlinePeople.class).add(strangers);

        byte[] json = "{\"for\":\"two\"}".getBytes(StandardCharsets.UTF_8);
        first.bean(PersonPush.class).push(List.of(ann.userId(), bob.userId()), json);

        await().atMost(TestClient.PATIENCE).until(() -> List.of(onFirst, onSecond, bobs).stream()
                .allMatch(phone -> phone.got("{\"for\":\"two\"}")));
        assertThat(strangers.got()).isEmpty();
    }

    @Test
    void aSocketIsADeviceAsLongAsItIsOpen() {
        TestClient client = world.connect(first, ann);
        assertThat(first.bean(OnlinePeople.class).devices(ann.userId())).hasSize(1);

        first.bean(PersonPush.class).push(List.of(ann.userId()),
                "{\"type\":\"ok\",\"ref\":\"pushed\"}".getBytes(StandardCharsets.UTF_8));
        client.awaitAnswer("pushed");
        client.close();

        await().atMost(TestClient.PATIENCE)
                .until(() -> first.bean(OnlinePeople.class).devices(ann.userId()).isEmpty());
    }
}
