package dev.parley.auth.account;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

import dev.parley.auth.AuthClient;
import dev.parley.auth.AuthClient.Answer;
import dev.parley.auth.AuthClient.Person;
import dev.parley.auth.AuthServiceTest;

import static org.assertj.core.api.Assertions.assertThat;

/** Whoever took over a session has no better way to guess its password than a login. The delay outlasts any test. */
@TestPropertySource(properties = {"parley.auth.attempt.account.free=3", "parley.auth.attempt.account.first=30m",
    "parley.auth.attempt.account.longest=1h", "parley.auth.attempt.forget-after=2h"})
class PasswordCheckDelayTest extends AuthServiceTest {

    private static final String GUESS = "not my password";

    @Test
    void loginChangeAndDeletionCountTheSameAttempts() {
        AuthClient client = client();
        Person person = client.newPerson();
        assertThat(change(client, person, GUESS).status()).isEqualTo(403);
        assertThat(delete(client, person, GUESS).status()).isEqualTo(403);
        assertThat(client.login(person.username(), GUESS).status()).isEqualTo(401);

        for (Answer answer : List.of(change(client, person, AuthClient.PASSWORD),
                delete(client, person, AuthClient.PASSWORD), client.login(person.username(), AuthClient.PASSWORD))) {
            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.text("code")).isEqualTo("too-many-attempts");
            assertThat(Long.parseLong(answer.header("Retry-After"))).isPositive();
        }
        assertThat(client.checkSession(person.accessToken()).status()).isEqualTo(204);
        assertThat(client.newPerson().sessionId()).as("others go on").isNotEmpty();
    }

    private static Answer change(AuthClient client, Person person, String current) {
        return client.call("POST", "/api/auth/users/me/password", person.accessToken(),
                Map.of("currentPassword", current, "newPassword", "another good horse"));
    }

    private static Answer delete(AuthClient client, Person person, String password) {
        return client.call("POST", "/api/auth/users/me/deletion", person.accessToken(), Map.of("password", password));
    }
}
