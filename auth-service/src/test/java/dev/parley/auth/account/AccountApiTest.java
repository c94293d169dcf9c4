package dev.parley.auth.account;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.parley.auth.AuthClient;
import dev.parley.auth.AuthClient.Answer;
import dev.parley.auth.AuthServiceTest;
import dev.parley.auth.QueryPlans;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

class AccountApiTest extends AuthServiceTest {

    @Test
    void aPersonRegistersAndIsFoundByIdAndByName() {
        AuthClient client = client();
        String name = AuthClient.freshName();
        Answer registered = client.post("/api/auth/register",
                Map.of("username", name, "password", "пароль 🐎 батарея", "displayName", "  Ada 🐎  "));

        assertThat(registered.status()).isEqualTo(201);
        assertThat(registered.text("username")).isEqualTo(name);
        assertThat(registered.text("displayName")).isEqualTo("Ada 🐎");
        assertThat(registered.text("createdAt")).endsWith("Z");
        assertThat(registered.body().propertyNames()).containsExactlyInAnyOrder("id", "username", "displayName",
                "createdAt");

        String token = client.newPerson().accessToken();
        assertThat(client.get("/api/auth/users/" + registered.text("id"), token).body()).isEqualTo(registered.body());
        assertThat(client.get("/api/auth/users?username=" + name.toUpperCase(Locale.ROOT), token).body())
                .isEqualTo(registered.body());
    }

    @Test
    void aNameThatShrinksWhenNormalisedIsShownNormalised() {
        String halfWidth = "\uFFA1\uFFC2\uFFA3".repeat(32); // 96 half-width letters are 32 syllables
        Answer answer = client().register(halfWidth);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.text("username")).isEqualTo("갃".repeat(32));
        assertThat(answer.text("displayName")).isEqualTo("갃".repeat(32));
    }

    @Test
    void whoIsSignedInFindsThemselves() {
        AuthClient client = client();
        AuthClient.Person person = client.newPerson();
        Answer me = client.get("/api/auth/users/me", person.accessToken());

        assertThat(me.status()).isEqualTo(200);
        assertThat(me.text("id")).isEqualTo(person.userId());
        assertThat(me.text("displayName")).as("the user name, where no other was given").isEqualTo(person.username());
    }

    @Test
    void nobodyIsFoundWhereThereIsNobody() {
        AuthClient client = client();
        String token = client.newPerson().accessToken();

        for (String path : List.of("/api/auth/users/" + Ids.format(Ids.next()), "/api/auth/users/no-id",
                "/api/auth/users?username=" + AuthClient.freshName(), "/api/auth/users?username=a%00b")) {
            Answer answer = client.get(path, token);
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.text("code")).isEqualTo("user-not-found");
        }
        assertThat(client.get("/api/auth/users", token).status()).isEqualTo(400);
    }

    @Test
    void aTakenNameIsRefusedInAnyCaseAndForm() {
        AuthClient client = client();
        client.register("Straße-åsa");

        for (String same : List.of("Straße-åsa", "STRASSE-ÅSA", "strasse-a\u030Asa", "ｓｔｒａｓｓｅ-åsa")) {
            Answer answer = client.register(same);
            assertThat(answer.status()).as(same).isEqualTo(409);
            assertThat(answer.text("code")).isEqualTo("username-taken");
        }
        assertThat(client.signIn("STRASSE-ÅSA").username()).isNotEmpty();
    }

    @Test
    void registrationsOfOneNameAtOnceGiveOneAccount() throws Exception {
        AuthClient client = client();
        String name = AuthClient.freshName();
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> registration = () -> client.register(name).status();
            for (Future<Integer> answer : threads.invokeAll(List.of(registration, registration, registration,
                    registration))) {
                statuses.add(answer.get());
            }
        }
        assertThat(statuses).containsExactlyInAnyOrder(201, 409, 409, 409);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        ab,                     long enough,    ,            username
        a b c,                  long enough,    ,            username
        a\u200Bbc,              long enough,    ,            username
        abc\u3164,              long enough,    ,            username
        ,                       long enough,    ,            username
        abcdefghijklmnopqrstuvwxyzabcdefg, long enough,,     username
        \uFDFA\uFDFA,           long enough,    ,            username
        good-name,              short,          ,            password
        good-name,              ,               ,            password
        good-name,              Football1,      ,            password
        good-name,              GOOD-name,      ,            password
        good-name,              long enough,    ' ',         displayName
        good-name,              long enough,    'a\tb',      displayName
        x,                      y,              'a\tb',      'username,password,displayName'
        """)
    void aBadRegistrationNamesTheField(@Nullable String username, @Nullable String password,
            @Nullable String displayName,
            String fields) {
        Map<String, Object> body = new HashMap<>();
        body.put("username", username);
        body.put("password", password);
        body.put("displayName", displayName);
        Answer answer = client().post("/api/auth/register", body);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("code")).isEqualTo("invalid-request");
        assertThat(answer.violations()).isEqualTo(fields);
    }

    @Test
    void aPasswordOf128CharactersIsTakenAndOneMoreIsNot() {
        AuthClient client = client();
        String longest = "🐎".repeat(128);
        String name = AuthClient.freshName();

        assertThat(client.post("/api/auth/register", Map.of("username", name, "password", longest + "x")).violations())
                .isEqualTo("password");
        assertThat(client.post("/api/auth/register", Map.of("username", name, "password", longest)).status())
                .isEqualTo(201);
        assertThat(client.login(name, longest).status()).isEqualTo(200);
        assertThat(client.login(name, longest + "x").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{", "7", "{\"username\":{}}", "{\"username\":[\"a\"]}",
        "{\"password\":\"\\ud800 lone surrogate\",\"username\":\"abc\"}"})
    void aBodyThatCannotBeReadIsTheClientsFault(String body) {
        for (String path : List.of("register", "login", "refresh")) {
            Answer answer = client().postRaw("/api/auth/" + path, "application/json", body);
            assertThat(answer.status()).as("%s %s", path, body).isBetween(400, 422);
            assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        }
    }

    @Test
    void aBodyOfAnotherTypeIsRefused() {
        assertThat(client().postRaw("/api/auth/register", "text/plain", "abc").status()).isEqualTo(415);
    }

    @Test
    void peopleAreReachedByIndexOnly() {
        client().newPerson();
        AuthClient.Person person = client().newPerson();
        long id = Ids.parse(person.userId()).orElseThrow();
        String hash = jdbc.sql("SELECT password_hash FROM users WHERE id = ?").param(id).query(String.class).single();

        QueryPlans.assertUses(jdbc, "PRIMARY", UserStore.BY_ID, id);
        QueryPlans.assertUses(jdbc, "users_by_username", UserStore.BY_NAME, person.username());
        QueryPlans.assertUses(jdbc, "users_by_username", CredentialStore.FIND, person.username());
        QueryPlans.assertUses(jdbc, "PRIMARY", CredentialStore.LOCK, id);
        QueryPlans.assertUses(jdbc, "PRIMARY", CredentialStore.REPLACE, hash, id, hash);
        QueryPlans.assertUses(jdbc, "PRIMARY", OwnAccountStore.RENAME, "Ada", id);
        QueryPlans.assertUses(jdbc, "PRIMARY", OwnAccountStore.CHANGE_PASSWORD, hash, id);
        QueryPlans.assertUses(jdbc, "PRIMARY", OwnAccountStore.USERNAME_KEY, id);
        QueryPlans.assertUses(jdbc, "PRIMARY", OwnAccountStore.DELETE, id);
    }
}
