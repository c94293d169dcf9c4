package dev.parley.auth.session;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

import dev.parley.auth.AuthClient;
import dev.parley.auth.AuthClient.Person;
import dev.parley.auth.AuthServiceTest;

import static org.assertj.core.api.Assertions.assertThat;

@TestPropertySource(properties = {"parley.auth.purge.every=200ms", "parley.auth.purge.batch-size=2"})
class SessionPurgeJobTest extends AuthServiceTest {

    @Test
    void expiredSessionsGoByThemselvesUnderTheLockOfTheJob() {
        AuthClient client = client();
        Person gone = client.newPerson();
        for (int i = 0; i < 4; i++) {
            client.signIn(gone.username());
        }
        clock.pass(Duration.ofDays(31));
        Person here = client.newPerson();

        await().until(() -> jdbc.sql("SELECT COUNT(*) FROM sessions").query(Integer.class).single() == 1);
        assertThat(client.checkSession(here.accessToken()).status()).isEqualTo(204);
        assertThat(jdbc.sql("SELECT COUNT(*) FROM shedlock WHERE name = 'session-purge'").query(Integer.class).single())
                .isEqualTo(1);
    }
}
