package dev.parley.chat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import dev.parley.chat.ChatWorld.Person;
import dev.parley.testkit.EmbeddedParts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Four senders go on, sending again what was not acknowledged, while each part and a node goes and comes back. */
@Tag("drill")
@EmbeddedParts
class TroubleDrillTest {

    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final ChatWorld world = ChatWorld.withNodes();
    private final AtomicReference<TestNode> leaving = new AtomicReference<>(world.node(Map.of()));
    private final TestNode staying = world.node(Map.of());
    private final Person ann = world.person();
    private final Person bob = world.person();
    private final String channel = world.channel(staying, ann, bob);
    private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
    private final AtomicBoolean over = new AtomicBoolean();

    @Test
    void everyAcknowledgedMessageIsThereOnceAndAllSeeTheSameStream() throws Exception {
        TestClient watcher = world.connect(staying, bob);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> senders = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                String name = "s" + i;
                Person person = i % 2 == 0 ? ann : bob;
                boolean onLeaving = i < 2;
                senders.add(executor.submit(() -> send(name, person, onLeaving)));
            }
            world.parts.broker().stop();
            world.parts.broker().start();
            awaitProgress();
            world.parts.redis().stop();
            awaitProgress();
            world.parts.redis().start();
            world.stop(leaving.getAndSet(staying));
            awaitProgress();
            world.parts.mariaDb().stop();
            world.parts.mariaDb().start();
            awaitProgress();
            over.set(true);
            for (Future<?> sender : senders) {
                sender.get();
            }
        }

        long last = world.get(staying, ann, "/api/chat/channels/" + channel).body().get("lastVersion").longValue();
        List<Long> all = LongStream.rangeClosed(1, last).boxed().toList();
        assertThat(watcher.awaitVersions(channel, (int) last)).isEqualTo(all);
        TestClient late = world.connect(staying, ann);
        late.resume(channel, 0);
        assertThat(late.versions(channel)).isEqualTo(all);
        assertThat(late.messages(channel)).isEqualTo(watcher.messages(channel));
        Map<String, Long> stored = new ConcurrentHashMap<>();
        for (JsonNode message : late.messages(channel)) {
            stored.put(message.get("clientMessageId").stringValue(), message.get("version").longValue());
        }
        assertThat(stored).hasSize((int) last).containsAllEntriesOf(acknowledged);
        world.close();
    }

    private void awaitProgress() {
        int before = acknowledged.size();
        await().atMost(TestClient.PATIENCE).until(() -> acknowledged.size() > before + 40);
    }

    private void send(String name, Person person, boolean onLeaving) {
        TestClient client = world.connect(onLeaving ? leaving.get() : staying, person);
        for (int i = 0; !over.get(); i++) {
            String id = name + "-" + i;
            while (!acknowledged.containsKey(id)) {
                try {
                    if (client.isClosed()) {
                        client = world.connect(leaving.get(), person);
                    }
                    client.answer(client.send(channel, id, "text " + i), ANSWER)
                            .filter(answer -> answer.path("type").stringValue("").equals("ack"))
                            .ifPresent(ack -> acknowledged.put(id, ack.get("version").longValue()));
                } catch (CompletionException _) {
                    Thread.onSpinWait(); // the connection broke: try again
                }
            }
        }
    }
}
