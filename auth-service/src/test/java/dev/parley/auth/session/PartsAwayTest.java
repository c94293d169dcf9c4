package dev.parley.auth.session;

import java.time.Duration;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.test.context.TestPropertySource;

import dev.parley.auth.AuthClient;
import dev.parley.auth.AuthClient.Answer;
import dev.parley.auth.AuthServiceTest;
import dev.parley.testkit.EmbeddedPartsSet;

import static org.assertj.core.api.Assertions.assertThat;

/** Redis or the database stops, and comes back. */
@TestPropertySource(properties = "parley.store.connect-timeout=1s")
class PartsAwayTest extends AuthServiceTest {

    @Autowired
    private MeterRegistry meters;
    @Autowired
    private StringRedisTemplate redis;

    @Test
    void withRedisAwayPeopleStillComeAndGo(EmbeddedPartsSet parts) {
        AuthClient client = client();
        AuthClient.Person before = client.newPerson();
        double failures = failures();
        parts.redis().stop();

        AuthClient.Person person = client.newPerson();
        long begin = System.nanoTime();
        assertThat(client.checkSession(person.accessToken()).status()).isEqualTo(204);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).as("fails at once").isLessThan(Duration.ofMillis(900));
        assertThat(client.refresh(person.refreshToken()).status()).isEqualTo(200);
        assertThat(client.logout(person.accessToken()).status()).isEqualTo(204);
        assertThat(client.checkSession(person.accessToken()).status()).isEqualTo(401);
        assertThat(client.checkSession(before.accessToken()).status()).isEqualTo(204);
        assertThat(failures()).isGreaterThanOrEqualTo(failures + 3);

        parts.redis().start();
        await().ignoreExceptions().until(() -> { // the connection comes back in its own time
            client.checkSession(before.accessToken());
            return "active".equals(redis.opsForValue().get("parley:session:" + before.sessionId()));
        });
    }

    @Test
    void withTheDatabaseAwayTheSessionCheckSaysNeitherYesNorNo(EmbeddedPartsSet parts) {
        AuthClient client = client();
        AuthClient.Person person = client.newPerson();
        parts.mariaDb().stop();

        for (Answer answer : List.of(client.checkSession(person.accessToken()), client.refresh(person.refreshToken()),
                client.get("/api/auth/users/me", person.accessToken()),
                client.login(person.username(), "any password"))) {
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.text("code")).isEqualTo("unavailable");
            assertThat(answer.header("Retry-After")).isEqualTo("2");
        }
        assertThat(client.get("/api/auth/.well-known/jwks.json").status()).isEqualTo(200);

        parts.mariaDb().start();
        await().until(() -> client.checkSession(person.accessToken()).status() == 204);
    }

    private double failures() {
        return meters.get("parley.auth.session.signals.failed").counter().count();
    }
}
