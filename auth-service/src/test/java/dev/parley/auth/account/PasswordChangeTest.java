package dev.parley.auth.account;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.core.StringRedisTemplate;

import dev.parley.auth.AuthClient;
import dev.parley.auth.AuthClient.Answer;
import dev.parley.auth.AuthClient.Person;
import dev.parley.auth.AuthServiceTest;
import dev.parley.auth.password.HeldHasher;
import dev.parley.platform.id.Ids;
import dev.parley.platform.identity.Identity;

import static org.assertj.core.api.Assertions.assertThat;

class PasswordChangeTest extends AuthServiceTest {

    private static final String NEW = "a new horse with batteries";

    @Autowired
    private StringRedisTemplate redis;
    @Autowired
    private OwnAccountStore store;
    @Autowired
    private CredentialStore credentials;
    @Autowired
    private HeldHasher hasher;

    @AfterEach
    void letGo() {
        hasher.letGo();
    }

    @Test
    void theNewPasswordIsTheOneFromThenOnAndTheOtherSessionsEnd() {
        AuthClient client = client();
        Person elsewhere = client.newPerson();
        Person here = client.signIn(elsewhere.username());

        assertThat(change(client, here, AuthClient.PASSWORD, NEW).status()).isEqualTo(204);
        assertThat(client.login(here.username(), AuthClient.PASSWORD).status()).isEqualTo(401);
        assertThat(client.login(here.username(), NEW).status()).isEqualTo(200);
        assertThat(client.checkSession(elsewhere.accessToken()).status()).isEqualTo(401);
        assertThat(client.refresh(elsewhere.refreshToken()).status()).isEqualTo(401);
        assertThat(redis.opsForValue().get("parley:session:" + elsewhere.sessionId())).isEqualTo("ended");
        assertThat(client.checkSession(here.accessToken()).status()).isEqualTo(204);
        assertThat(client.refresh(here.refreshToken()).status()).isEqualTo(200);
    }

    @Test
    void whoDoesNotKnowTheCurrentPasswordChangesNothing() {
        AuthClient client = client();
        Person person = client.newPerson();
        Person other = client.signIn(person.username());
        Answer answer = change(client, person, "not my password", NEW);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text("code")).isEqualTo("wrong-password");
        assertThat(client.login(person.username(), AuthClient.PASSWORD).status()).isEqualTo(200);
        assertThat(client.checkSession(other.accessToken()).status()).isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        ,                      a long enough one,     currentPassword
        correct horse battery, ,                      newPassword
        ,                      ,                      'currentPassword,newPassword'
        correct horse battery, short,                 newPassword
        correct horse battery, 1234567890,            newPassword
        correct horse battery, correct horse battery, newPassword
        cafe\u0301-au-lait,    caf\u00e9-au-lait,     newPassword
        """)
    void aChangeThatIsNoneNamesTheField(@Nullable String current, @Nullable String next, String fields) {
        Map<String, @Nullable String> body = new HashMap<>();
        body.put("currentPassword", current);
        body.put("newPassword", next);
        Answer answer = client().call("POST", "/api/auth/users/me/password", client().newPerson().accessToken(), body);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.violations()).isEqualTo(fields);
    }

    @Test
    void aLoginUnderWayWithTheOldPasswordOpensNoSession() throws Exception {
        AuthClient client = client();
        Person person = client.newPerson();
        Credentials old = credentials.find(person.username()).orElseThrow();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            hasher.hold();
            Future<Answer> login = threads.submit(() -> client.login(person.username(), AuthClient.PASSWORD));
            await().until(() -> hasher.running() == 1);
            assertThat(store.changePassword(identity(person), old, "held-another-hash")).contains(List.of());
            hasher.letGo();

            assertThat(login.get().status()).isEqualTo(401);
        }
        assertThat(jdbc.sql("SELECT COUNT(*) FROM sessions WHERE user_id = ?").param(idOf(person.userId()))
                .query(Integer.class).single()).isEqualTo(1);
    }

    @Test
    void ofTwoChangesWithTheSamePasswordOneWins() {
        Person person = client().newPerson();
        Credentials old = credentials.find(person.username()).orElseThrow();

        assertThat(store.changePassword(identity(person), old, "held-one")).isPresent();
        assertThat(store.changePassword(identity(person), old, "held-two")).isEmpty();
        assertThat(credentials.find(person.username()).orElseThrow().passwordHash()).isEqualTo("held-one");
    }

    @Test
    void aTokenWhoseSessionHasEndedChangesNothing() {
        AuthClient client = client();
        Person thief = client.newPerson();
        Person owner = client.signIn(thief.username());
        client.logout(thief.accessToken());
        Answer answer = change(client, thief, AuthClient.PASSWORD, NEW);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.text("code")).isEqualTo("session-ended");
        assertThat(client.checkSession(owner.accessToken()).status()).isEqualTo(204);
        assertThat(client.login(owner.username(), AuthClient.PASSWORD).status()).isEqualTo(200);
    }

    private static Answer change(AuthClient client, Person person, String current, String next) {
        return client.call("POST", "/api/auth/users/me/password", person.accessToken(),
                Map.of("currentPassword", current, "newPassword", next));
    }

    private static Identity identity(Person person) {
        return new Identity(idOf(person.userId()), person.sessionId(), "1", Instant.MAX);
    }

    private static long idOf(String id) {
        return Ids.parse(id).orElseThrow();
    }
}
