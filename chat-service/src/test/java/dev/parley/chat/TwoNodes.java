package dev.parley.chat;

import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import dev.parley.chat.ChatWorld.Person;
import dev.parley.testkit.EmbeddedParts;

/** Two nodes on one fresh store, for all tests of a class; each test has people of its own. */
@EmbeddedParts
@SuppressWarnings("NullAway.Init")
public abstract class TwoNodes {

    protected static ChatWorld world;
    protected static TestNode first;
    protected static TestNode second;

    @BeforeAll
    static void start() {
        world = new ChatWorld();
        first = world.node(Map.of());
        second = world.node(Map.of());
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    protected final Person ann = world.person();
    protected final Person bob = world.person();
}
