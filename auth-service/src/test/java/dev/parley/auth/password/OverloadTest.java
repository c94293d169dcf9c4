package dev.parley.auth.password;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

import dev.parley.auth.AuthClient;
import dev.parley.auth.AuthClient.Answer;
import dev.parley.auth.AuthServiceTest;

import static org.assertj.core.api.Assertions.assertThat;

/** One hash at a time, and the one that runs does not end. */
@TestPropertySource(properties = {"parley.auth.password.concurrent-hashes=1",
    "parley.auth.password.queue-deadline=100ms"})
class OverloadTest extends AuthServiceTest {

    @Autowired
    private HeldHasher hasher;

    @AfterEach
    void letGo() {
        hasher.letGo();
    }

    @Test
    void aLoginBeyondTheDeadlineIsToldToComeBackWhileAllElseGoesOn() throws Exception {
        AuthClient client = client();
        AuthClient.Person person = client.newPerson();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            hasher.hold();
            Future<Answer> first = threads.submit(() -> client.login(person.username(), AuthClient.PASSWORD));
            await().until(() -> hasher.running() == 1);

            for (Answer late : List.of(client.login(person.username(), AuthClient.PASSWORD),
                    client.login("nobody-at-all", AuthClient.PASSWORD), client.register(AuthClient.freshName()))) {
                assertThat(late.status()).isEqualTo(429);
                assertThat(late.text("code")).isEqualTo("overloaded");
                assertThat(late.body().path("retryable").asBoolean()).isTrue();
                assertThat(Duration.ofSeconds(Long.parseLong(late.header("Retry-After")))).isPositive();
            }
            assertThat(client.get("/api/auth/users/me", person.accessToken()).status()).isEqualTo(200);
            assertThat(client.checkSession(person.accessToken()).status()).isEqualTo(204);
            assertThat(client.refresh(person.refreshToken()).status()).isEqualTo(200);
            assertThat(client.get("/api/auth/.well-known/jwks.json").status()).isEqualTo(200);

            hasher.letGo();
            assertThat(first.get().status()).isEqualTo(200);
        }
        assertThat(client.login(person.username(), AuthClient.PASSWORD).status()).isEqualTo(200);
    }
}
