package dev.parley.platform.identity;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.is;

class RemoteKeySourceTest {

    private final TokenMint mint = new TokenMint();
    private final AtomicInteger looks = new AtomicInteger();
    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final CountDownLatch hang = new CountDownLatch(1);
    private volatile boolean away;
    private volatile boolean hanging;
    private HttpServer authService;
    private RemoteKeySource keys;

    RemoteKeySourceTest() throws IOException {
        authService = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        keys = new RemoteKeySource(RestClient.create(),
                URI.create("http://127.0.0.1:" + authService.getAddress().getPort() + "/jwks"), new Clock() {
                    @Override
                    public Instant instant() {
                        return now;
                    }

                    @Override
                    public ZoneOffset getZone() {
                        return ZoneOffset.UTC;
                    }

                    @Override
                    public Clock withZone(ZoneId zone) {
                        return this;
                    }
                });
    }

    @BeforeEach
    void publish() {
        authService.createContext("/jwks", exchange -> {
            looks.incrementAndGet();
            if (hanging) {
                awaitEnd();
            }
            byte[] body = mint.jwks().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(away ? 503 : 200, away ? -1 : body.length);
            if (!away) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        authService.start();
    }

    private void awaitEnd() {
        try {
            hang.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() {
        authService.stop(0);
    }

    @Test
    void aKeyIsReadOnceAndThenKnown() {
        assertThat(keys.cachedByKeyId(TokenMint.KEY_ID)).isEmpty();
        assertThat(keys.byKeyId(TokenMint.KEY_ID)).contains(mint.keys().getPublic());
        assertThat(keys.byKeyId(TokenMint.KEY_ID)).isPresent();
        assertThat(keys.cachedByKeyId(TokenMint.KEY_ID)).isPresent();
        assertThat(looks).hasValue(1);
    }

    @Test
    void forgedKeyIdsDoNotFloodAuthService() {
        for (int i = 0; i < 100; i++) {
            assertThat(keys.byKeyId(TokenMint.KEY_ID + i)).isEmpty();
        }

        assertThat(looks).hasValue(1);
    }

    @Test
    void knownKeysStayGoodWhileAuthServiceIsAway() {
        assertThat(keys.byKeyId(TokenMint.KEY_ID)).isPresent();
        away = true;
        now = now.plus(Duration.ofHours(1));

        assertThat(keys.byKeyId(TokenMint.KEY_ID)).isPresent();
        Awaitility.await().atMost(Duration.ofMinutes(1)).untilAtomic(looks, is(2));
        assertThat(keys.byKeyId(TokenMint.KEY_ID)).isPresent();
    }

    @Test
    void nobodyWaitsForAnAuthServiceThatHangs() {
        assertThat(keys.byKeyId(TokenMint.KEY_ID)).isPresent();
        hanging = true;
        now = now.plus(Duration.ofHours(1));
        try {
            assertThat(keys.byKeyId(TokenMint.KEY_ID)).isPresent();
            Awaitility.await().atMost(Duration.ofMinutes(1)).untilAtomic(looks, is(2));
            assertThat(keys.cachedByKeyId(TokenMint.KEY_ID)).isPresent();
            assertThat(keys.byKeyId(TokenMint.KEY_ID)).isPresent();
        } finally {
            hang.countDown();
        }
    }

    @Test
    void keysReadLongAgoAreReadAgainBesideTheRequests() {
        assertThat(keys.byKeyId(TokenMint.KEY_ID)).isPresent();
        now = now.plus(Duration.ofHours(1));

        assertThat(keys.cachedByKeyId(TokenMint.KEY_ID)).isPresent();
        Awaitility.await().atMost(Duration.ofMinutes(1)).untilAtomic(looks, is(2));
    }

    @Test
    void withoutAnyKeyItSaysSoAndLooksAgainLater() {
        away = true;
        assertThatThrownBy(() -> keys.byKeyId(TokenMint.KEY_ID)).isInstanceOf(KeySource.KeysUnavailableException.class);
        away = false;
        now = now.plusSeconds(5);

        assertThat(keys.byKeyId(TokenMint.KEY_ID)).isPresent();
    }
}
