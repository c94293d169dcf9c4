package dev.parley.auth.session;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import dev.parley.auth.AuthClient;
import dev.parley.auth.AuthClient.Person;
import dev.parley.auth.AuthServiceTest;
import dev.parley.auth.password.HeldHasher;
import dev.parley.platform.id.Ids;
import dev.parley.testkit.EmbeddedParts;
import dev.parley.testkit.EmbeddedPartsSet;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A replica that passes for healthy and has another truth: a second schema, in which these tests write what they like. Whatever
 * is answered from there is seen to be.
 */
@EmbeddedParts
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = "parley.auth.password.queue-deadline=1m")
@Import(HeldHasher.InService.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ReplicaReadsTest {

    private static final String STALE = "as the replica knows them";

    private static String replica = "";

    @LocalServerPort
    private int port;
    @Autowired
    private JdbcClient jdbc;

    @DynamicPropertySource
    static void parts(DynamicPropertyRegistry registry) {
        EmbeddedPartsSet parts = EmbeddedPartsSet.shared();
        parts.register(registry); // Redis and the broker
        EmbeddedPartsSet.Store store = parts.store("parley_auth");
        replica = store.username() + "_replica";
        parts.mariaDb().provide(replica, store.username(), store.password());
        String replicaUrl = parts.mariaDb().jdbcUrl(replica);
        Flyway.configure().dataSource(replicaUrl, store.username(), store.password()).load().migrate();
        registry.add("parley.store.primary", store::jdbcUrl);
        registry.add("parley.store.replicas", () -> replicaUrl);
        registry.add("parley.store.username", store::username);
        registry.add("parley.store.password", store::password);
        registry.add("parley.auth.secret.key-encryption-key", () -> AuthServiceTest.KEY_ENCRYPTION_KEY);
    }

    @Test
    void whatOthersAreCalledMayComeFromTheReplicaButOneselfIsSeenAsOneIs() {
        AuthClient client = new AuthClient(port);
        Person person = client.newPerson();
        Person other = client.newPerson();
        replicateStale(person);
        replicateStale(other);

        awaitReadsFromTheReplica(client, other, person);
        awaitStale(client, "/api/auth/users?username=" + other.username(), person);
        client.call("PATCH", "/api/auth/users/me", person.accessToken(), Map.of("displayName", "Ada now"));
        assertThat(nameBy(client, "/api/auth/users/me", person)).isEqualTo("Ada now");
        assertThat(nameBy(client, "/api/auth/users/" + person.userId(), person)).isEqualTo("Ada now");
        assertThat(nameBy(client, "/api/auth/users?username=" + person.username(), person)).isEqualTo("Ada now");
        Person newcomer = client.newPerson();
        assertThat(nameBy(client, "/api/auth/users/" + newcomer.userId(), person)).isEqualTo(newcomer.username());
    }

    @Test
    void aSessionOfWhichTheReplicaKnowsNothingStands() {
        AuthClient client = new AuthClient(port);
        Person person = client.newPerson();
        Person other = client.newPerson();
        replicateStale(other);
        awaitReadsFromTheReplica(client, other, person);

        assertThat(client.checkSession(person.accessToken()).status()).isEqualTo(204);
        assertThat(client.refresh(person.refreshToken()).status()).isEqualTo(200);
        assertThat(client.get("/api/auth/sessions", person.accessToken()).body().path("items").size()).isEqualTo(1);
        assertThat(client.login(person.username(), AuthClient.PASSWORD).status()).isEqualTo(200);
        awaitReadsFromTheReplica(client, other, person);
    }

    @Test
    void aSessionThatStandsOnlyInTheReplicaDoesNotStandAndAnOldPasswordOnlyThereIsWrong() {
        AuthClient client = new AuthClient(port);
        Person gone = client.newPerson();
        replicateStale(gone);
        jdbc.sql("INSERT INTO " + replica + ".sessions SELECT * FROM sessions WHERE id = ?")
                .param(idOf(gone.sessionId()))
                .update();
        Person here = client.signIn(gone.username());
        client.call("DELETE", "/api/auth/sessions/" + gone.sessionId(), here.accessToken(), Map.of());
        client.call("POST", "/api/auth/users/me/password", here.accessToken(),
                Map.of("currentPassword", AuthClient.PASSWORD, "newPassword", "another good horse"));
        awaitReadsFromTheReplica(client, gone, client.newPerson());

        assertThat(client.checkSession(gone.accessToken()).status()).isEqualTo(401);
        assertThat(client.refresh(gone.refreshToken()).status()).isEqualTo(401);
        assertThat(client.get("/api/auth/sessions", gone.accessToken()).status()).isEqualTo(401);
        assertThat(client.login(gone.username(), AuthClient.PASSWORD).status()).isEqualTo(401);
        assertThat(client.login(gone.username(), "another good horse").status()).isEqualTo(200);
        awaitReadsFromTheReplica(client, gone, client.newPerson());
    }

    /** The replica knows this person, as they are now but for the display name. */
    private void replicateStale(Person person) {
        long id = idOf(person.userId());
        jdbc.sql("INSERT INTO " + replica + ".users SELECT * FROM users WHERE id = ?").param(id).update();
        jdbc.sql("UPDATE " + replica + ".users SET display_name = ? WHERE id = ?").params(STALE, id).update();
    }

    private static void awaitReadsFromTheReplica(AuthClient client, Person known, Person asking) {
        awaitStale(client, "/api/auth/users/" + known.userId(), asking);
    }

    /** A busy machine may put the replica out of the rotation for a moment. */
    private static void awaitStale(AuthClient client, String path, Person asking) {
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> nameBy(client, path, asking).equals(STALE));
    }

    private static String nameBy(AuthClient client, String path, Person asking) {
        return client.get(path, asking.accessToken()).text("displayName");
    }

    private static long idOf(String id) {
        return Ids.parse(id).orElseThrow();
    }
}
