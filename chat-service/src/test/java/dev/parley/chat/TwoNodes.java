package dev.parley.chat;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

import dev.parley.chat.ChatWorld.Person;
import dev.parley.testkit.EmbeddedParts;

import static org.awaitility.Awaitility.await;

/**
 * Two nodes on one store. All test classes use the same, as starting them takes longer than most tests; so each test has people and channels of
 * its own, and looks at nobody else's. A test may stop and start parts: the next class begins when messages get through again.
 */
@EmbeddedParts
@ExtendWith(TwoNodes.Start.class)
@SuppressWarnings("NullAway.Init")
public abstract class TwoNodes {

    protected static ChatWorld world;
    protected static TestNode first;
    protected static TestNode second;

    protected final Person ann = world.person();
    protected final Person bob = world.person();

    /** Starts the nodes for the first class, and stops them after the last one. */
    static final class Start implements BeforeAllCallback {

        @Override
        public void beforeAll(ExtensionContext context) {
            context.getRoot().getStore(Namespace.create(TwoNodes.class))
                    .computeIfAbsent(Running.class, key -> new Running(), Running.class).awaitReady();
        }
    }

    private static final class Running implements AutoCloseable {

        Running() {
            world = ChatWorld.withNodes();
            first = world.node(Map.of());
            second = world.node(Map.of());
        }

        /** A message gets from one node to the other. */
        void awaitReady() {
            Person sender = world.person();
            Person reader = world.person();
            await().atMost(TestClient.PATIENCE).ignoreExceptions().until(() -> {
                String channel = world.channel(second, sender, reader);
                try (TestClient in = world.connect(first, sender); TestClient out = world.connect(second, reader)) {
                    boolean acknowledged = in.answer(in.send(channel, "ready", "are you?"), Duration.ofSeconds(5))
                            .filter(answer -> answer.path("type").stringValue("").equals("ack")).isPresent();
                    return acknowledged && out.awaitVersions(channel, 1).size() == 1;
                }
            });
        }

        @Override
        public void close() {
            world.close();
        }
    }
}
