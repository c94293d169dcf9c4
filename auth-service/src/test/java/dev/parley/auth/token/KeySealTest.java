package dev.parley.auth.token;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

import dev.parley.auth.AuthServiceTest;
import dev.parley.auth.secret.KeyEncryptionKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class KeySealTest {

    private static final byte[] SECRET = "a private key, more or less"
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);

    private final KeySeal seal = new KeySeal(new KeyEncryptionKey(AuthServiceTest.KEY_ENCRYPTION_KEY));

    @Test
    void whatIsSealedOpensAgain() {
        assertThat(seal.open(seal.seal(SECRET, "k1"), "k1")).isEqualTo(SECRET);
    }

    @Test
    void nothingOfItCanBeSeenAndNoTwoSealsAreAlike() {
        byte[] sealed = seal.seal(SECRET, "k1");

        assertThat(new String(sealed, java.nio.charset.StandardCharsets.ISO_8859_1)).doesNotContain("private");
        assertThat(sealed).isNotEqualTo(seal.seal(SECRET, "k1"));
    }

    @Test
    void aChangedSealOrOneOfAnotherKeyDoesNotOpen() {
        byte[] sealed = seal.seal(SECRET, "k1");
        byte[] changed = sealed.clone();
        changed[changed.length - 1] ^= 1;
        KeySeal other = new KeySeal(new KeyEncryptionKey("YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODk="));

        assertDoesNotOpen(seal, changed, "k1");
        assertDoesNotOpen(seal, sealed, "k2");
        assertDoesNotOpen(seal, Arrays.copyOf(sealed, 5), "k1");
        assertDoesNotOpen(other, sealed, "k1");
    }

    private static void assertDoesNotOpen(KeySeal with, byte[] sealed, String kid) {
        assertThatExceptionOfType(KeySeal.WrongKeyException.class).isThrownBy(() -> with.open(sealed, kid))
                .withMessageContaining("PARLEY_AUTH_KEY_ENCRYPTION_KEY");
    }
}
