package dev.parley.chat.presence;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.springframework.data.redis.core.StringRedisTemplate;

import dev.parley.chat.TestClient;
import dev.parley.chat.TwoNodes;
import dev.parley.chat.bus.NodeBus;
import dev.parley.chat.bus.RedisBus;
import dev.parley.chat.online.Device;
import dev.parley.chat.online.OnlinePeople;
import dev.parley.chat.settings.PresenceSettings;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What one node says about its sockets, and when. */
class OnlineReportsTest extends TwoNodes {

    private final long somebody = Ids.next();
    private final OnlinePeople online = new OnlinePeople();

    private static final class Phone implements Device {

        private final long userId;

        Phone(long userId) {
            this.userId = userId;
        }

        @Override
        public long userId() {
            return userId;
        }

        @Override
        public void offer(byte[] json) {}
    }

    private OnlineReports reports(Duration expiry, Duration grace) {
        PresenceSettings settings = new PresenceSettings(expiry, grace, Duration.ofDays(1), 10, Duration.ofMinutes(1),
                200);
        return new OnlineReports(online, new SharedPresence(first.bean(RedisBus.class), "test", settings),
                first.bean(NodeBus.class), settings);
    }

    private boolean isOnline() {
        return Objects.requireNonNull(first.bean(SharedPresence.class).look(List.of(somebody)).get(somebody)).online();
    }

    @Test
    void whoComesBackWithinTheGraceWasNeverAway() {
        OnlineReports reports = reports(Duration.ofHours(1), Duration.ofMinutes(10));
        Device phone = new Phone(somebody);
        online.add(phone);
        online.remove(phone);
        reports.tick();
        assertThat(isOnline()).isTrue();

        online.add(new Phone(somebody));
        reports.tick();

        assertThat(isOnline()).isTrue();
    }

    @Test
    void onlyTheLastSocketOfANodeCounts() {
        OnlineReports reports = reports(Duration.ofHours(1), Duration.ZERO);
        Device phone = new Phone(somebody);
        Device laptop = new Phone(somebody);
        online.add(phone);
        online.add(laptop);

        online.remove(phone);
        reports.tick();
        assertThat(isOnline()).isTrue();

        online.remove(laptop);
        reports.tick();
        assertThat(isOnline()).isFalse();
    }

    @Test
    void whatRedisLostIsSaidAgainAtTheNextReport() {
        OnlineReports reports = reports(Duration.ofSeconds(3), Duration.ZERO);
        online.add(new Phone(somebody));
        first.bean(StringRedisTemplate.class).delete("parley:chat:online:{" + somebody + "}");

        await().atMost(TestClient.PATIENCE).until(() -> {
            reports.tick();
            return isOnline();
        });
    }
}
