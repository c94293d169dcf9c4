package dev.parley.auth.session;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.core.StringRedisTemplate;
import tools.jackson.databind.JsonNode;

import dev.parley.auth.AuthClient;
import dev.parley.auth.AuthClient.Answer;
import dev.parley.auth.AuthClient.Person;
import dev.parley.auth.AuthServiceTest;
import dev.parley.auth.QueryPlans;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

/** What a person sees of their own sessions, and how they end them. */
class OwnSessionsTest extends AuthServiceTest {

    private static final String SESSIONS = "/api/auth/sessions";

    @Autowired
    private StringRedisTemplate redis;

    @Test
    void aPersonSeesTheirSessionsNewestLoginFirst() {
        AuthClient client = client();
        Person first = client.newPerson();
        client.newPerson();
        Answer second = client.post("/api/auth/login",
                Map.of("username", first.username(), "password", AuthClient.PASSWORD, "device", "phone"));

        Answer list = client.get(SESSIONS, first.accessToken());
        assertThat(list.status()).isEqualTo(200);
        assertThat(ids(list)).containsExactly(second.text("sessionId"), first.sessionId());
        JsonNode newest = list.body().path("items").path(0);
        assertThat(newest.propertyNames()).containsExactlyInAnyOrder("id", "device", "address", "createdAt",
                "lastUsedAt", "expiresAt", "current");
        assertThat(newest.path("device").asString()).isEqualTo("phone");
        assertThat(newest.path("current").asBoolean()).isFalse();
        JsonNode own = list.body().path("items").path(1);
        assertThat(own.path("current").asBoolean()).isTrue();
        assertThat(own.has("device")).isFalse();
        Instant created = Instant.parse(own.path("createdAt").asString());
        assertThat(Instant.parse(own.path("expiresAt").asString())).isEqualTo(created.plus(Duration.ofDays(30)));
        assertThat(list.body().has("nextCursor")).isFalse();
    }

    @Test
    void theAddressIsWhereTheLoginOrTheLastRefreshCameFrom() {
        AuthClient client = client();
        Person person = client.newPerson();
        assertThat(firstOf(client, person).path("address").asString()).isEqualTo("127.0.0.1");

        Instant before = Instant.parse(firstOf(client, person).path("lastUsedAt").asString());
        clock.pass(Duration.ofMinutes(1));
        client.send(client.request("/api/auth/refresh").header("Content-Type", "application/json")
                .header("X-Forwarded-For", "203.0.113.7")
                .POST(HttpRequest.BodyPublishers.ofString("{\"refreshToken\":\"" + person.refreshToken() + "\"}")));
        assertThat(firstOf(client, person).path("address").asString()).isEqualTo("203.0.113.7");
        assertThat(Instant.parse(firstOf(client, person).path("lastUsedAt").asString())).isAfter(before);
    }

    @Test
    void theListComesInPages() {
        AuthClient client = client();
        Person person = client.newPerson();
        for (int i = 0; i < 4; i++) {
            client.signIn(person.username());
        }
        List<String> all = ids(client.get(SESSIONS, person.accessToken()));

        Answer first = client.get(SESSIONS + "?limit=2", person.accessToken());
        Answer second = client.get(SESSIONS + "?limit=2&cursor=" + first.text("nextCursor"), person.accessToken());
        Answer last = client.get(SESSIONS + "?limit=2&cursor=" + second.text("nextCursor"), person.accessToken());
        assertThat(all).hasSize(5).isEqualTo(
                List.of(first, second, last).stream().flatMap(page -> ids(page).stream()).toList());
        assertThat(last.body().has("nextCursor")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=201", "cursor=", "cursor=%F0%9F%90%8E", "cursor=MS4", "cursor=MS54",
        "cursor=Mi4x"})
    void aPageThatCannotBeNamesTheParameter(String query) {
        Answer answer = client().get(SESSIONS + "?" + query, client().newPerson().accessToken());

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.violations()).isEqualTo(query.split("=", 2)[0]);
    }

    @Test
    void expiredSessionsAreNotShown() {
        AuthClient client = client();
        Person person = client.newPerson();
        jdbc.sql("UPDATE sessions SET expires_at = '2026-01-01' WHERE id = ?").param(idOf(person.sessionId())).update();

        Person again = client.signIn(person.username());
        assertThat(ids(client.get(SESSIONS, again.accessToken()))).containsExactly(again.sessionId());
    }

    @Test
    void aPersonEndsOneOfTheirSessions() {
        AuthClient client = client();
        Person lost = client.newPerson();
        Person here = client.signIn(lost.username());

        assertThat(end(client, here, lost.sessionId()).status()).isEqualTo(204);
        assertThat(client.checkSession(lost.accessToken()).status()).isEqualTo(401);
        assertThat(client.refresh(lost.refreshToken()).status()).isEqualTo(401);
        assertThat(redis.opsForValue().get("parley:session:" + lost.sessionId())).isEqualTo("ended");
        assertThat(client.checkSession(here.accessToken()).status()).isEqualTo(204);
        assertThat(end(client, here, lost.sessionId()).text("code")).isEqualTo("session-not-found");

        assertThat(end(client, here, here.sessionId()).status()).as("their own").isEqualTo(204);
        assertThat(client.checkSession(here.accessToken()).status()).isEqualTo(401);
    }

    @Test
    void nobodySeesOrEndsSomebodyElsesSession() {
        AuthClient client = client();
        Person victim = client.newPerson();
        Person stranger = client.newPerson();

        assertThat(ids(client.get(SESSIONS, stranger.accessToken()))).containsExactly(stranger.sessionId());
        Answer refused = end(client, stranger, victim.sessionId());
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.text("code")).isEqualTo("session-not-found");
        assertThat(refused.text("detail")).as("as for one that never was")
                .isEqualTo(end(client, stranger, Ids.format(Ids.next())).text("detail"));
        assertThat(end(client, stranger, "no-id").status()).isEqualTo(404);
        client.call("DELETE", SESSIONS, stranger.accessToken(), Map.of());
        assertThat(client.checkSession(victim.accessToken()).status()).isEqualTo(204);
    }

    @Test
    void aPersonLogsOutEverywhere() {
        AuthClient client = client();
        Person one = client.newPerson();
        Person two = client.signIn(one.username());

        assertThat(client.call("DELETE", SESSIONS, two.accessToken(), Map.of()).status()).isEqualTo(204);
        for (Person login : List.of(one, two)) {
            assertThat(client.checkSession(login.accessToken()).status()).isEqualTo(401);
            assertThat(client.refresh(login.refreshToken()).status()).isEqualTo(401);
            assertThat(redis.opsForValue().get("parley:session:" + login.sessionId())).isEqualTo("ended");
        }
        assertThat(client.login(one.username(), AuthClient.PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void whatAPersonDoesFromSeveralDevicesAtOnceNeverGetsStuck() throws Exception {
        AuthClient client = client();
        List<Person> logins = new ArrayList<>(List.of(client.newPerson()));
        for (int i = 0; i < 4; i++) {
            logins.add(client.signIn(logins.getFirst().username()));
        }
        List<Callable<Answer>> actions = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Person here = logins.get(i);
            Person there = logins.get((i + 1) % 5);
            actions.add(() -> end(client, here, there.sessionId()));
            actions.add(() -> client.refresh(here.refreshToken()));
            actions.add(() -> client.login(here.username(), AuthClient.PASSWORD));
            actions.add(() -> client.call("PATCH", "/api/auth/users/me", here.accessToken(),
                    Map.of("displayName", "Ada")));
        }
        actions.add(() -> client.call("DELETE", SESSIONS, logins.getFirst().accessToken(), Map.of()));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Answer> answer : threads.invokeAll(actions)) {
                assertThat(answer.get().status()).isIn(200, 204, 401, 404);
            }
        }
    }

    @Test
    void aTokenWhoseSessionHasEndedEndsNothing() {
        AuthClient client = client();
        Person thrownOut = client.newPerson();
        Person other = client.signIn(thrownOut.username());
        client.logout(thrownOut.accessToken());

        for (String path : List.of(SESSIONS, SESSIONS + "/" + other.sessionId())) {
            Answer answer = client.call("DELETE", path, thrownOut.accessToken(), Map.of());
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.text("code")).isEqualTo("session-ended");
            assertThat(answer.header("WWW-Authenticate")).contains("invalid_token");
        }
        assertThat(client.checkSession(other.accessToken()).status()).isEqualTo(204);
    }

    @Test
    void ownSessionsAreReachedByIndexOnly() {
        Person person = client().newPerson();
        client().newPerson();
        long id = idOf(person.sessionId());
        long userId = idOf(person.userId());

        QueryPlans.assertUses(jdbc, "sessions_by_user", OwnSessionStore.PAGE, userId, Long.MAX_VALUE, "2026-01-01", 51);
        QueryPlans.assertUses(jdbc, "sessions_by_user", OwnSessionStore.OTHERS, userId, id);
        QueryPlans.assertUses(jdbc, "PRIMARY", OwnSessionStore.HOLD_PERSON, userId);
        QueryPlans.assertUses(jdbc, "PRIMARY", OwnSessionStore.HOLD_SESSION, "2026-01-01", id, userId);
        QueryPlans.assertUses(jdbc, "PRIMARY", OwnSessionStore.END, id, userId);
    }

    private static Answer end(AuthClient client, Person person, String sessionId) {
        return client.call("DELETE", SESSIONS + "/" + sessionId, person.accessToken(), Map.of());
    }

    private static JsonNode firstOf(AuthClient client, Person person) {
        return client.get(SESSIONS, person.accessToken()).body().path("items").path(0);
    }

    private static List<String> ids(Answer list) {
        return list.body().path("items").values().stream().map(item -> item.path("id").asString()).toList();
    }

    private static long idOf(String id) {
        return Ids.parse(id).orElseThrow();
    }
}
