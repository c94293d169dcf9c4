package dev.parley.auth.account;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.auth.AuthClient;
import dev.parley.auth.AuthClient.Answer;
import dev.parley.auth.AuthClient.Person;
import dev.parley.auth.AuthServiceTest;
import dev.parley.auth.password.HeldHasher;
import dev.parley.platform.id.Ids;
import dev.parley.testkit.EmbeddedPartsSet;

import static org.assertj.core.api.Assertions.assertThat;

/** A person deletes their account. */
@TestPropertySource(properties = "parley.outbox.retry-every=200ms")
class DeletionTest extends AuthServiceTest {

    private static final List<String> QUEUES = List.of("chat.user-deletions", "file.user-deletions");

    @Autowired
    private RabbitTemplate rabbit;
    @Autowired
    private StringRedisTemplate redis;
    @Autowired
    private RetiredUsernames retired;
    @Autowired
    private HeldHasher hasher;
    @Autowired
    private UserStore users;
    @Autowired
    private PlatformTransactionManager transactions;

    @AfterEach
    void letGo() {
        hasher.letGo();
    }

    @Test
    void nothingOfThePersonIsLeft() {
        AuthClient client = client();
        Person person = client.newPerson();
        Person second = client.signIn(person.username());
        client.call("PATCH", "/api/auth/users/me", person.accessToken(), Map.of("displayName", "Ada Unforgettable"));

        assertThat(delete(client, person, AuthClient.PASSWORD).status()).isEqualTo(204);
        assertThat(client.login(person.username(), AuthClient.PASSWORD).text("code")).isEqualTo("bad-credentials");
        String other = client.newPerson().accessToken();
        assertThat(client.get("/api/auth/users/" + person.userId(), other).status()).isEqualTo(404);
        assertThat(client.get("/api/auth/users?username=" + person.username(), other).status()).isEqualTo(404);
        for (Person login : List.of(person, second)) {
            assertThat(client.checkSession(login.accessToken()).status()).isEqualTo(401);
            assertThat(client.refresh(login.refreshToken()).status()).isEqualTo(401);
            assertThat(redis.opsForValue().get("parley:session:" + login.sessionId())).isEqualTo("ended");
        }
        await().untilAsserted(() -> assertThat(everyValueInTheDatabase()).noneMatch(value -> value.contains(
                "Unforgettable") || value.contains(person.username()) || value.contains(person.userId())
                || value.equals(idOf(person.userId())) || value.equals(idOf(person.sessionId()))));
    }

    @Test
    void theOtherServicesHearOfIt() {
        AuthClient client = client();
        Person person = client.newPerson();
        delete(client, person, AuthClient.PASSWORD);

        for (String queue : QUEUES) {
            JsonNode message = messageAbout(person, queue);
            assertThat(message.propertyNames()).containsExactlyInAnyOrder("userId", "deletedAt");
            assertThat(Duration.between(Instant.parse(message.path("deletedAt").asString()), clock.instant()))
                    .isBetween(Duration.ZERO, Duration.ofMinutes(2));
        }
    }

    @Test
    void withTheBrokerAwayThePersonIsGoneAtOnceAndTheOthersHearOfItLater(EmbeddedPartsSet parts) {
        AuthClient client = client();
        Person person = client.newPerson();
        await().until(() -> outbox() == 0); // of the tests before
        parts.broker().stop();

        assertThat(delete(client, person, AuthClient.PASSWORD).status()).isEqualTo(204);
        assertThat(client.checkSession(person.accessToken()).status()).isEqualTo(401);
        assertThat(outbox()).isEqualTo(2);
        await().until(() -> jdbc.sql("SELECT COUNT(*) FROM EVENT_PUBLICATION WHERE LAST_RESUBMISSION_DATE IS NOT NULL")
                .query(Integer.class).single() == 2);

        parts.broker().start();
        for (String queue : QUEUES) {
            messageAbout(person, queue);
        }
        await().until(() -> outbox() == 0);
    }

    @Test
    void whoDoesNotKnowThePasswordDeletesNothing() {
        AuthClient client = client();
        Person person = client.newPerson();
        Answer answer = delete(client, person, "not my password");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text("code")).isEqualTo("wrong-password");
        assertThat(client.call("POST", "/api/auth/users/me/deletion", person.accessToken(), Map.of("a", "b"))
                .violations()).isEqualTo("password");
        assertThat(client.checkSession(person.accessToken()).status()).isEqualTo(204);
    }

    @Test
    void aTokenWhoseSessionHasEndedDeletesNothing() {
        AuthClient client = client();
        Person thief = client.newPerson();
        Person owner = client.signIn(thief.username());
        client.logout(thief.accessToken());

        assertThat(delete(client, thief, AuthClient.PASSWORD).text("code")).isEqualTo("session-ended");
        assertThat(client.checkSession(owner.accessToken()).status()).isEqualTo(204);
    }

    @Test
    void aTokenOfADeletedAccountIsRefusedEverywhere() {
        AuthClient client = client();
        Person person = client.newPerson();
        delete(client, person, AuthClient.PASSWORD);
        String token = person.accessToken();

        for (Answer answer : List.of(client.get("/api/auth/users/me", token), client.get("/api/auth/sessions", token),
                client.call("PATCH", "/api/auth/users/me", token, Map.of("displayName", "Ghost")),
                client.call("POST", "/api/auth/users/me/password", token,
                        Map.of("currentPassword", AuthClient.PASSWORD, "newPassword", "another horse")),
                client.call("DELETE", "/api/auth/sessions", token, Map.of()),
                client.call("DELETE", "/api/auth/sessions/" + person.sessionId(), token, Map.of()),
                delete(client, person, AuthClient.PASSWORD))) {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.text("code")).isEqualTo("session-ended");
        }
        assertThat(client.logout(token).status()).isEqualTo(204);
    }

    @Test
    void theNameIsNeverGivenOutAgain() {
        AuthClient client = client();
        Person person = client.newPerson();
        delete(client, person, AuthClient.PASSWORD);

        for (String name : List.of(person.username(), person.username().toUpperCase(Locale.ROOT))) {
            Answer answer = client.register(name);
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.text("code")).isEqualTo("username-taken");
        }
        assertThat(client.register(person.username() + "2").status()).isEqualTo(201);
    }

    @Test
    void aNameThatIsRetiredDuringARegistrationIsNotGivenOut() throws Exception {
        AuthClient client = client();
        String name = AuthClient.freshName();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            hasher.hold();
            Future<Answer> registration = threads.submit(() -> client.register(name));
            await().until(() -> hasher.running() == 1);
            retired.add(name);
            hasher.letGo();

            assertThat(registration.get().status()).isEqualTo(409);
        }
        assertThat(jdbc.sql("SELECT COUNT(*) FROM users WHERE username = ?").param(name).query(Integer.class).single())
                .isZero();
    }

    @Test
    void aRegistrationThatWaitedForTheDeletionOfItsNameFails() throws Exception {
        AuthClient client = client();
        Person person = client.newPerson();
        Username name = Username.parse(person.username()).orElseThrow();
        TransactionTemplate deletion = new TransactionTemplate(transactions);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Optional<User>> registration = deletion.execute(status -> {
                jdbc.sql("DELETE FROM users WHERE id = ?").param(idOf(person.userId())).update();
                Future<Optional<User>> waiting = threads.submit(() -> users.insert(name, "Mallory", "held-hash"));
                await().until(() -> jdbc.sql("""
                    SELECT COUNT(*) FROM information_schema.processlist WHERE info LIKE 'INSERT INTO users%'
                    """).query(Integer.class).single() == 1);
                retired.add(name.key());
                return waiting;
            });
            assertThat(registration.get()).isEmpty();
        }
        assertThat(jdbc.sql("SELECT COUNT(*) FROM users WHERE username_key = ?").param(name.key()).query(Integer.class)
                .single()).isZero();
    }

    private static Answer delete(AuthClient client, Person person, String password) {
        return client.call("POST", "/api/auth/users/me/deletion", person.accessToken(), Map.of("password", password));
    }

    private int outbox() {
        return jdbc.sql("SELECT COUNT(*) FROM EVENT_PUBLICATION").query(Integer.class).single();
    }

    private JsonNode messageAbout(Person person, String queue) {
        return await().ignoreExceptions().until(() -> {
            Message message = rabbit.receive(queue, 1000);
            return message == null
                    ? JsonMapper.shared().missingNode()
                    : JsonMapper.shared().readTree(message.getBody());
        }, message -> message.path("userId").asString("").equals(person.userId()));
    }

    private List<String> everyValueInTheDatabase() {
        List<String> values = new ArrayList<>();
        List<String> tables = jdbc
                .sql("SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()")
                .query((row, n) -> row.getString(1)).list();
        assertThat(tables).contains("users", "sessions", "retired_usernames", "EVENT_PUBLICATION");
        for (String table : tables) {
            jdbc.sql("SELECT * FROM " + table).query().listOfRows()
                    .forEach(row -> row.values().forEach(value -> values.add(String.valueOf(value))));
        }
        return values;
    }

    private static String idOf(String id) {
        return Long.toString(Ids.parse(id).orElseThrow());
    }
}
