package dev.parley.auth.session;

import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import dev.parley.auth.AuthClient;
import dev.parley.auth.AuthClient.Answer;
import dev.parley.auth.AuthServiceTest;
import dev.parley.auth.QueryPlans;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

class RefreshTest extends AuthServiceTest {

    @Autowired
    private RefreshTokens tokens;

    @Test
    void aRefreshGivesNewTokensOfTheSameSession() {
        AuthClient client = client();
        AuthClient.Person person = client.newPerson();
        Answer answer = client.refresh(person.refreshToken());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.text("sessionId")).isEqualTo(person.sessionId());
        assertThat(answer.text("userId")).isEqualTo(person.userId());
        assertThat(answer.text("refreshToken")).isNotEmpty().isNotEqualTo(person.refreshToken());
        assertThat(answer.text("accessToken")).isNotEqualTo(person.accessToken());
        assertThat(client.checkSession(answer.text("accessToken")).status()).isEqualTo(204);
        assertThat(client.refresh(answer.text("refreshToken")).status()).isEqualTo(200);
    }

    @Test
    void aLostAnswerIsGivenAgainForTenSeconds() {
        AuthClient client = client();
        AuthClient.Person person = client.newPerson();
        String successor = client.refresh(person.refreshToken()).text("refreshToken");
        clock.pass(Duration.ofSeconds(8));

        Answer again = client.refresh(person.refreshToken());
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.text("refreshToken")).isEqualTo(successor);
        assertThat(client.refresh(successor).status()).isEqualTo(200);
    }

    @Test
    void aTokenUsedAgainLaterEndsTheSession() {
        AuthClient client = client();
        AuthClient.Person person = client.newPerson();
        Answer refreshed = client.refresh(person.refreshToken());
        clock.pass(Duration.ofSeconds(11));

        Answer reused = client.refresh(person.refreshToken());
        assertThat(reused.status()).isEqualTo(401);
        assertThat(reused.text("code")).isEqualTo("invalid-refresh-token");
        assertThat(client.refresh(refreshed.text("refreshToken")).status()).as("the thief's or the owner's")
                .isEqualTo(401);
        assertThat(client.checkSession(refreshed.text("accessToken")).status()).isEqualTo(401);
    }

    @Test
    void aTokenWhoseSuccessorWasUsedEndsTheSessionAtOnce() {
        AuthClient client = client();
        AuthClient.Person person = client.newPerson();
        String second = client.refresh(person.refreshToken()).text("refreshToken");
        String third = client.refresh(second).text("refreshToken");

        assertThat(client.refresh(person.refreshToken()).status()).isEqualTo(401);
        assertThat(client.refresh(third).status()).isEqualTo(401);
    }

    @Test
    void refreshesOfOneTokenAtOnceAllGetTheSameSuccessor() throws Exception {
        AuthClient client = client();
        AuthClient.Person person = client.newPerson();
        Set<String> successors = new HashSet<>();
        Callable<Answer> refresh = () -> client.refresh(person.refreshToken());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Answer> answer : threads.invokeAll(Collections.nCopies(8, refresh))) {
                assertThat(answer.get().status()).isEqualTo(200);
                successors.add(answer.get().text("refreshToken"));
            }
        }
        assertThat(successors).hasSize(1);
    }

    @Test
    void nobodyCanEndAStrangersSessionWithATokenTheyMadeUp() {
        AuthClient client = client();
        AuthClient.Person victim = client.newPerson();
        String made = tokens.format(tokens.first(Ids.parse(victim.sessionId()).orElseThrow()));
        String madeUp = made.substring(0, 79) + (made.endsWith("A") ? "B" : "A");
        client.refresh(victim.refreshToken());

        assertThat(client.refresh(madeUp).text("code")).isEqualTo("invalid-refresh-token");
        assertThat(client.refresh("x".repeat(80)).status()).isEqualTo(401);
        assertThat(client.refresh(victim.accessToken()).status()).isEqualTo(401);
        assertThat(client.checkSession(victim.accessToken()).status()).isEqualTo(204);
    }

    @Test
    void aRefreshKeepsTheSessionForAnotherThirtyDaysAndWithoutOneItExpires() {
        AuthClient client = client();
        AuthClient.Person person = client.newPerson();
        clock.pass(Duration.ofDays(20));
        Answer refreshed = client.refresh(person.refreshToken());
        assertThat(refreshed.body().path("refreshExpiresIn").asLong()).isEqualTo(30 * 24 * 3600);
        clock.pass(Duration.ofDays(20));
        Answer again = client.refresh(refreshed.text("refreshToken"));
        assertThat(again.status()).isEqualTo(200);

        clock.pass(Duration.ofDays(31));
        assertThat(client.refresh(again.text("refreshToken")).status()).isEqualTo(401);
    }

    @Test
    void aRefreshWithoutATokenNamesTheField() {
        Answer answer = client().postRaw("/api/auth/refresh", "application/json", "{}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.violations()).isEqualTo("refreshToken");
    }

    @Test
    void neitherATokenNorItsSuccessorCanBeReadFromTheDatabase() {
        AuthClient client = client();
        AuthClient.Person person = client.newPerson();
        String successor = client.refresh(person.refreshToken()).text("refreshToken");
        byte[] secret = tokens.parse(successor).orElseThrow().bytes();
        var row = jdbc.sql("SELECT refresh_hash, rotation_salt FROM sessions WHERE id = ?")
                .param(Ids.parse(person.sessionId()).orElseThrow()).query().singleRow();

        assertThat(row.get("refresh_hash")).isEqualTo(tokens.hash(tokens.parse(successor).orElseThrow()));
        assertThat(row.values()).noneSatisfy(value -> assertThat((byte[]) value).isEqualTo(secret));
    }

    @Test
    void sessionsAreReachedByIndexOnly() {
        AuthClient client = client();
        AuthClient.Person person = client.newPerson();
        client.newPerson();
        client.signIn(person.username());
        long id = Ids.parse(person.sessionId()).orElseThrow();
        long userId = Ids.parse(person.userId()).orElseThrow();

        QueryPlans.assertUses(jdbc, "PRIMARY", SessionStore.STANDS, "2026-01-01", id, userId);
        QueryPlans.assertUses(jdbc, "PRIMARY", SessionStore.LOCK, id);
        QueryPlans.assertUses(jdbc, "PRIMARY", SessionStore.END, id);
        QueryPlans.assertUses(jdbc, "PRIMARY", SessionStore.ROTATE, new byte[32], 1, new byte[16], "2026-01-01",
                "::1", "2026-01-01", "2026-01-01", id);
        QueryPlans.assertUses(jdbc, "sessions_by_user", SessionStore.OF_USER, userId);
    }
}
