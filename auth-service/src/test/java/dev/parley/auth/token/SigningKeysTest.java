package dev.parley.auth.token;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

import dev.parley.auth.AuthServiceTest;
import dev.parley.auth.TestSchema;
import dev.parley.auth.secret.KeyEncryptionKey;
import dev.parley.testkit.EmbeddedParts;
import dev.parley.testkit.MovableClock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Several instances, each with its own {@link SigningKeys}, on one database. */
@EmbeddedParts
class SigningKeysTest {

    private static final TokenSettings SETTINGS = new TokenSettings(Duration.ofMinutes(15), Duration.ofMinutes(5),
            Duration.ofDays(30), Duration.ofHours(1));

    private final JdbcClient jdbc = TestSchema.create();
    private final MovableClock clock = new MovableClock();

    @Test
    void instancesThatStartAtOnceAgreeOnOneKey() throws Exception {
        Set<String> kids = new HashSet<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            List<Callable<String>> starts = IntStream.range(0, 6)
                    .<Callable<String>>mapToObj(i -> () -> instance().current().kid()).toList();
            for (Future<String> kid : threads.invokeAll(starts)) {
                kids.add(kid.get());
            }
        }
        assertThat(kids).hasSize(1);
        assertThat(jdbc.sql("SELECT COUNT(*) FROM signing_keys").query(Integer.class).single()).isEqualTo(1);
    }

    @Test
    void aKeyMadeByAnotherInstanceIsFoundWhenATokenNamesIt() {
        SigningKeys here = instance();
        assertThat(here.all()).hasSize(1);
        SigningKey next = SigningKey.create(2, times());
        assertThat(store(AuthServiceTest.KEY_ENCRYPTION_KEY).insert(next)).isTrue();

        assertThat(here.cachedByKeyId(next.kid())).isEmpty();
        clock.pass(Duration.ofSeconds(6)); // unknown keys do not make it ask more often
        assertThat(here.byKeyId(next.kid())).contains(next.publicKey());
        assertThat(here.cachedByKeyId(next.kid())).isPresent();
        assertThat(here.current().kid()).as("the newest signs").isEqualTo(next.kid());
        assertThat(here.byKeyId("unknown")).isEmpty();
    }

    @Test
    void ofTwoKeysOfOneGenerationTheFirstStays() {
        SigningKeyStore store = store(AuthServiceTest.KEY_ENCRYPTION_KEY);

        assertThat(store.insert(SigningKey.create(1, times()))).isTrue();
        assertThat(store.insert(SigningKey.create(1, times()))).isFalse();
        assertThat(store.all()).hasSize(1);
    }

    @Test
    void noPrivateKeyCanBeReadFromTheDatabase() {
        SigningKey key = instance().current();
        byte[] stored = jdbc.sql("SELECT private_key FROM signing_keys").query(byte[].class).single();
        byte[] scalar = ((java.security.interfaces.ECPrivateKey) key.privateKey()).getS().toByteArray();

        assertThat(java.util.HexFormat.of().formatHex(stored))
                .doesNotContain(java.util.HexFormat.of().formatHex(scalar, 1, scalar.length));
        assertThat(stored).isNotEqualTo(key.privateKey().getEncoded());
        assertThat(key).asString().doesNotContain("privateKey");
    }

    @Test
    void underAnotherKeyEncryptionKeyTheStartFailsInOneSentence() {
        instance().current();
        SigningKeys wrong = new SigningKeys(store("YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODk="), SETTINGS, clock);

        assertThatExceptionOfType(KeySeal.WrongKeyException.class).isThrownBy(wrong::current).satisfies(
                e -> assertThat(new WrongKeyFailureAnalyzer().analyze(e, e).getDescription())
                        .contains("PARLEY_AUTH_KEY_ENCRYPTION_KEY is not the one"));
    }

    @Test
    void theKeysAreReadByIndex() {
        instance().current();
        assertThat(jdbc.sql("EXPLAIN " + SigningKeyStore.ALL).query().singleRow())
                .containsEntry("key", "signing_keys_by_generation");
    }

    private SigningKeys instance() {
        return new SigningKeys(store(AuthServiceTest.KEY_ENCRYPTION_KEY), SETTINGS, clock);
    }

    private SigningKeyStore store(String keyEncryptionKey) {
        return new SigningKeyStore(jdbc, new KeySeal(new KeyEncryptionKey(keyEncryptionKey)));
    }

    private SigningKey.Times times() {
        return new SigningKey.Times(clock.instant(), clock.instant());
    }
}
