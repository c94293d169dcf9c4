package dev.parley.auth.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

import dev.parley.auth.AuthClient;
import dev.parley.auth.AuthClient.Answer;
import dev.parley.auth.AuthServiceTest;
import dev.parley.auth.account.Credentials;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

class LoginTest extends AuthServiceTest {

    @Autowired
    private SessionStore store;

    @Test
    void aLoginGivesTokensThatNoCacheKeeps() {
        AuthClient client = client();
        String name = AuthClient.freshName();
        String id = client.register(name).text("id");
        Answer answer = client.login(name, AuthClient.PASSWORD);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.text("tokenType")).isEqualTo("Bearer");
        assertThat(answer.body().path("expiresIn").asLong()).isEqualTo(900);
        assertThat(answer.body().path("refreshExpiresIn").asLong()).isEqualTo(30 * 24 * 3600);
        assertThat(answer.text("userId")).isEqualTo(id);
        assertThat(Ids.parse(answer.text("sessionId"))).isPresent();
        assertThat(client.checkSession(answer.text("accessToken")).status()).isEqualTo(204);
    }

    @Test
    void aWrongPasswordAndAnUnknownPersonLookTheSame() {
        AuthClient client = client();
        AuthClient.Person person = client.newPerson();
        Answer wrong = client.login(person.username(), "not the password");
        Answer unknown = client.login(AuthClient.freshName(), "not the password");
        Answer impossible = client.login("no name \u0000 at all", "not the password");

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.text("code")).isEqualTo("bad-credentials");
        assertThat(unknown.status()).isEqualTo(401);
        assertThat(unknown.body()).isEqualTo(wrong.body());
        assertThat(impossible.body()).isEqualTo(wrong.body());
        assertThat(unknown.headers().map().keySet()).isEqualTo(wrong.headers().map().keySet());
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        ,       secret-password, ,       username
        ' ',    secret-password, ,       username
        bob,    ,                ,       password
        bob,    secret-password, 'a\tb', device
        ,       ,                ,       'username,password'
        """)
    void aLoginThatIsNotOneNamesTheField(@Nullable String username, @Nullable String password, @Nullable String device,
            String fields) {
        Map<String, Object> body = new HashMap<>();
        body.put("username", username);
        body.put("password", password);
        body.put("device", device);
        Answer answer = client().post("/api/auth/login", body);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.violations()).isEqualTo(fields);
    }

    @Test
    void theDeviceIsRemembered() {
        AuthClient client = client();
        AuthClient.Person person = client.newPerson();
        Answer answer = client.post("/api/auth/login",
                Map.of("username", person.username(), "password", AuthClient.PASSWORD, "device", " Zoë's phone 📱 "));

        assertThat(jdbc.sql("SELECT device FROM sessions WHERE id = ?").param(idOf(answer.text("sessionId")))
                .query(String.class).single()).isEqualTo("Zoë's phone 📱");
    }

    @Test
    void theSixthLoginEndsTheFirstSession() {
        AuthClient client = client();
        List<AuthClient.Person> logins = new ArrayList<>();
        logins.add(client.newPerson());
        for (int i = 2; i <= 6; i++) {
            logins.add(client.signIn(logins.getFirst().username()));
        }
        assertThat(logins.stream().map(login -> client.checkSession(login.accessToken()).status()))
                .containsExactly(401, 204, 204, 204, 204, 204);
        assertThat(client.refresh(logins.getFirst().refreshToken()).text("code")).isEqualTo("invalid-refresh-token");
        assertThat(client.refresh(logins.get(1).refreshToken()).status()).isEqualTo(200);
    }

    @Test
    void loginsAtOnceLeaveAsManySessionsAsAreAllowed() throws Exception {
        AuthClient client = client();
        AuthClient.Person person = client.newPerson();
        Callable<Integer> login = () -> client.login(person.username(), AuthClient.PASSWORD).status();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> status : threads.invokeAll(Collections.nCopies(12, login))) {
                assertThat(status.get()).isEqualTo(200);
            }
        }
        assertThat(jdbc.sql("SELECT login_number FROM sessions WHERE user_id = ? ORDER BY login_number")
                .param(idOf(person.userId())).query(Integer.class).list()).containsExactly(9, 10, 11, 12, 13);
    }

    @Test
    void expiredSessionsMakeRoomFirst() {
        AuthClient client = client();
        AuthClient.Person person = client.newPerson();
        client.signIn(person.username());
        clock.pass(Duration.ofDays(31));
        client.signIn(person.username());

        assertThat(jdbc.sql("SELECT COUNT(*) FROM sessions WHERE user_id = ?").param(idOf(person.userId()))
                .query(Integer.class).single()).isEqualTo(1);
    }

    @Test
    void aPasswordChangedWhileTheOldOneWasCheckedOpensNoSession() {
        AuthClient.Person person = client().newPerson();
        long userId = idOf(person.userId());

        assertThat(store.open(new Credentials(userId, "the hash of the old one"), Optional.empty(),
                Optional.empty())).isEmpty();
        assertThat(store.open(new Credentials(Ids.next(), "of nobody"), Optional.empty(), Optional.empty())).isEmpty();
    }

    private static long idOf(String id) {
        return Ids.parse(id).orElseThrow();
    }
}
