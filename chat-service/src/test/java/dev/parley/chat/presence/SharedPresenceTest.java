package dev.parley.chat.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.core.StringRedisTemplate;

import dev.parley.chat.TestClient;
import dev.parley.chat.TwoNodes;
import dev.parley.chat.bus.RedisBus;
import dev.parley.chat.settings.PresenceSettings;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What the nodes tell each other about who is online; with nodes of the test's own beside the two. */
class SharedPresenceTest extends TwoNodes {

    private final long somebody = Ids.next();
    private final RedisBus bus = first.bean(RedisBus.class);
    private final SharedPresence one = node("one", Duration.ofMinutes(1));
    private final SharedPresence other = node("other", Duration.ofMinutes(1));
    private final List<Boolean> published = new CopyOnWriteArrayList<>();

    private SharedPresence node(String name, Duration expiry) {
        return new SharedPresence(bus, name,
                new PresenceSettings(expiry, Duration.ZERO, Duration.ofDays(1), 10, Duration.ofMinutes(1), 200));
    }

    private void listen() throws Exception {
        bus.subscribe(SharedPresence.topic(somebody), payload -> published.add(Presence.published(payload).online()))
                .toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    /** A Redis that was just started knows no scripts; the first use of each takes a second trip, past what is sent meanwhile. */
    @BeforeEach
    void bothScriptsAreKnown() {
        long anybody = Ids.next();
        one.enter(List.of(anybody));
        await().atMost(TestClient.PATIENCE).until(() -> online(anybody));
        one.leave(anybody);
        await().atMost(TestClient.PATIENCE).until(() -> !online(anybody));
    }

    private Presence known() {
        return Objects.requireNonNull(one.look(List.of(somebody)).get(somebody));
    }

    private boolean online() {
        return online(somebody);
    }

    private boolean online(long person) {
        return Objects.requireNonNull(one.look(List.of(person)).get(person)).online();
    }

    @Test
    void aPersonIsOnlineUntilTheLastNodeHasNoSocketOfTheirs() throws Exception {
        listen();
        assertThat(known()).isEqualTo(Presence.lastSeen(Optional.empty()));

        one.enter(List.of(somebody));
        other.enter(List.of(somebody));
        one.enter(List.of(somebody)); // says it again
        one.leave(somebody);
        assertThat(online()).isTrue();
        other.leave(somebody);
        other.leave(somebody);

        Presence gone = known();
        assertThat(gone.online()).isFalse();
        assertThat(gone.lastSeenAt().orElseThrow()).isBetween(Instant.now().minusSeconds(60),
                Instant.now().plusSeconds(5));
        await().atMost(TestClient.PATIENCE).until(() -> published.size() >= 2);
        assertThat(published).containsExactly(true, false);
    }

    @Test
    void theWordOfANodeThatWasKilledExpires() {
        SharedPresence killed = node("killed", Duration.ofSeconds(3));
        killed.enter(List.of(somebody));
        assertThat(online()).isTrue();

        await().atMost(TestClient.PATIENCE).until(() -> !online());
        assertThat(known().lastSeenAt()).isPresent();
    }

    @Test
    void aNodeThatWasKilledKeepsNobodyOnlineWhomTheOthersHaveLeft() {
        SharedPresence killed = node("killed", Duration.ofSeconds(3));
        one.enter(List.of(somebody));
        killed.enter(List.of(somebody));

        await().atMost(TestClient.PATIENCE).until(() -> {
            one.enter(List.of(somebody)); // the key itself lives on
            one.leave(somebody);
            return !online();
        });
    }

    @Test
    void whatRedisForgetsIsSaidAgain() {
        one.enter(List.of(somebody));
        assertThat(online()).isTrue();
        first.bean(StringRedisTemplate.class).delete("parley:chat:online:{" + somebody + "}");
        assertThat(online()).isFalse();

        one.enter(List.of(somebody));

        assertThat(online()).isTrue();
    }

    @Test
    void aForgottenPersonIsNowhere() {
        one.enter(List.of(somebody));

        one.forget(somebody);

        assertThat(known()).isEqualTo(Presence.lastSeen(Optional.empty()));
    }
}
