package dev.parley.auth.token;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

import dev.parley.auth.AuthServiceTest;
import dev.parley.auth.QueryPlans;
import dev.parley.auth.TestSchema;
import dev.parley.auth.secret.KeyEncryptionKey;
import dev.parley.platform.id.Ids;
import dev.parley.platform.identity.IdentitySettings;
import dev.parley.platform.identity.TokenVerifier;
import dev.parley.platform.identity.Verification;
import dev.parley.testkit.EmbeddedParts;
import dev.parley.testkit.MovableClock;

import static org.assertj.core.api.Assertions.assertThat;

/** Two instances and a job on one database, over months. */
@EmbeddedParts
class KeyRotationTest {

    private static final TokenSettings SETTINGS = new TokenSettings(Duration.ofMinutes(15), Duration.ofMinutes(5),
            Duration.ofDays(30), Duration.ofHours(1));
    private static final IdentitySettings IDENTITY = new IdentitySettings("https://parley.test", "parley",
            URI.create("http://unused"), false, Duration.ofSeconds(30), 100);

    private final JdbcClient jdbc = TestSchema.create();
    private final MovableClock clock = new MovableClock();
    private final SigningKeyStore store = new SigningKeyStore(jdbc,
            new KeySeal(new KeyEncryptionKey(AuthServiceTest.KEY_ENCRYPTION_KEY)));
    private final KeyRotation rotation = new KeyRotation(store, SETTINGS, clock);
    private final SigningKeys here = new SigningKeys(store, SETTINGS, clock);
    private final SigningKeys there = new SigningKeys(store, SETTINGS, clock);

    @BeforeEach
    void makeTheFirstKey() {
        assertThat(here.current().kid()).isEqualTo(there.current().kid());
    }

    @Test
    void aKeyOf29DaysStaysAndOneOf30GetsOneSuccessor() {
        clock.pass(Duration.ofDays(29));
        rotation.run();
        assertThat(store.all()).hasSize(1);

        clock.pass(Duration.ofDays(1));
        rotation.run();
        rotation.run();
        assertThat(store.all()).hasSize(2);
    }

    @Test
    void manyInstancesThatRotateAtOnceMakeOneKey() throws Exception {
        clock.pass(Duration.ofDays(30));
        Callable<Boolean> job = () -> {
            new KeyRotation(store, SETTINGS, clock).run();
            return true;
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            for (Future<Boolean> done : threads.invokeAll(Collections.nCopies(6, job))) {
                assertThat(done.get()).isTrue();
            }
        }
        assertThat(store.all()).hasSize(2);
    }

    @Test
    void theNewKeyIsPublishedEverywhereBeforeItSignsAndThenSignsEverywhere() {
        String old = here.current().kid();
        clock.pass(Duration.ofDays(30));
        assertThat(there.current().kid()).isEqualTo(old);
        rotation.run();
        String next = store.all().getFirst().kid();

        clock.pass(Duration.ofMinutes(6)); // longer than instances keep what they read
        assertThat(kids(here)).containsExactly(next, old).isEqualTo(kids(there));
        clock.pass(Duration.ofMinutes(44));
        assertThat(List.of(here.current().kid(), there.current().kid())).containsOnly(old);
        clock.pass(Duration.ofMinutes(20));
        assertThat(List.of(here.current().kid(), there.current().kid())).containsOnly(next);
    }

    @Test
    void aTokenOfTheOldKeyIsGoodUntilItExpiresAndThenTheKeyGoes() {
        String first = here.current().kid();
        clock.pass(Duration.ofDays(30));
        rotation.run();
        clock.pass(Duration.ofMinutes(50));
        String token = token(there);
        clock.pass(Duration.ofMinutes(12));
        rotation.run();

        assertThat(token(here)).isNotEqualTo(token);
        assertThat(here.current().kid()).as("another key signs by now").isNotEqualTo(first);
        assertThat(verify(here, token)).isInstanceOf(Verification.Valid.class);
        clock.pass(Duration.ofHours(1));
        rotation.run();
        assertThat(kids(store)).as("within the margin").contains(first);
        clock.pass(Duration.ofMinutes(20));
        rotation.run();
        assertThat(kids(store)).hasSize(1).doesNotContain(first);
    }

    @Test
    void aTokenOfARemovedKeyIsRefused() {
        String token = token(here);
        assertThat(verify(there, token)).isInstanceOf(Verification.Valid.class);
        jdbc.sql("DELETE FROM signing_keys").update(); // as after a leak
        clock.pass(Duration.ofMinutes(6));

        assertThat(verify(there, token)).isInstanceOf(Verification.Invalid.class);
        assertThat(verify(here, token)).isInstanceOf(Verification.Invalid.class);
        assertThat(verify(here, token(there))).as("a new key, on its own").isInstanceOf(Verification.Valid.class);
        assertThat(kids(store)).hasSize(1);
    }

    @Test
    void aKeyIsMadeEarlyOnDemand() {
        jdbc.sql("UPDATE signing_keys SET created_at = '2000-01-01'").update();
        rotation.run();

        assertThat(store.all()).hasSize(2);
    }

    @Test
    void overAYearThereAreNeverManyKeysAndAlwaysOneThatSigns() {
        Set<String> signed = new HashSet<>();
        for (int day = 0; day < 365; day++) {
            clock.pass(Duration.ofDays(1));
            rotation.run();
            signed.add(here.current().kid());
            assertThat(store.all()).hasSizeBetween(1, 2);
        }
        assertThat(signed).hasSizeBetween(11, 13);
    }

    @Test
    void aKeyIsRemovedByIndex() {
        QueryPlans.assertUses(jdbc, "PRIMARY", SigningKeyStore.REMOVE, here.current().kid());
    }

    private String token(SigningKeys keys) {
        return new AccessTokens(keys, IDENTITY, SETTINGS, clock).issue(Ids.next(), Ids.next()).value();
    }

    private Verification verify(SigningKeys keys, String token) {
        return new TokenVerifier(keys, IDENTITY, clock).verify(token);
    }

    private static List<String> kids(SigningKeys keys) {
        return keys.all().stream().map(SigningKey::kid).toList();
    }

    private static List<String> kids(SigningKeyStore store) {
        return store.all().stream().map(SigningKey::kid).toList();
    }
}
