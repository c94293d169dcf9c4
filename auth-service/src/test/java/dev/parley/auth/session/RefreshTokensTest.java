package dev.parley.auth.session;

import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.parley.auth.AuthServiceTest;
import dev.parley.auth.secret.KeyEncryptionKey;

import static org.assertj.core.api.Assertions.assertThat;

class RefreshTokensTest {

    private final RefreshTokens tokens = new RefreshTokens(new KeyEncryptionKey(AuthServiceTest.KEY_ENCRYPTION_KEY));

    @Test
    void aTokenIsOpenedAsItWasMade() {
        RefreshToken token = tokens.first(42);
        String text = tokens.format(token);

        assertThat(text).hasSize(80).matches("[A-Za-z0-9_-]+");
        assertThat(tokens.parse(text)).get().satisfies(opened -> {
            assertThat(opened.sessionId()).isEqualTo(42);
            assertThat(opened.generation()).isZero();
            assertThat(tokens.hash(opened)).isEqualTo(tokens.hash(token)).hasSize(32);
        });
        assertThat(tokens.format(tokens.first(42))).isNotEqualTo(text);
    }

    @Test
    void theSuccessorIsTheSameForTheSameSaltAndAnotherForAnother() {
        RefreshToken token = tokens.first(42);
        byte[] salt = tokens.newSalt();
        RefreshToken successor = tokens.successor(token, salt);

        assertThat(successor.generation()).isEqualTo(1);
        assertThat(successor.sessionId()).isEqualTo(42);
        assertThat(tokens.format(tokens.successor(token, salt))).isEqualTo(tokens.format(successor));
        assertThat(tokens.format(tokens.successor(token, tokens.newSalt()))).isNotEqualTo(tokens.format(successor));
        assertThat(tokens.parse(tokens.format(successor))).isPresent();
    }

    @Test
    void noBitOfATokenCanBeChanged() {
        byte[] genuine = tokens.first(42).bytes();
        for (int bit = 0; bit < genuine.length * 8; bit++) {
            byte[] changed = genuine.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(tokens.parse(Base64.getUrlEncoder().withoutPadding().encodeToString(changed))).isEmpty();
        }
    }

    @Test
    void aTokenMadeUnderAnotherSecretIsNotOurs() {
        RefreshTokens others = new RefreshTokens(new KeyEncryptionKey("YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODk="));

        assertThat(tokens.parse(others.format(others.first(42)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc",
        "********************************************************************************",
        "ééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé"})
    void whatWasNeverATokenIsRefused(String text) {
        assertThat(tokens.parse(text)).isEmpty();
    }

    @Test
    void printingATokenShowsNothingOfIt() {
        RefreshToken token = tokens.first(42);
        String text = tokens.format(token);

        assertThat(token).asString().doesNotContain(text.substring(20, 60));
        assertThat(new SessionController.Refresh(text)).asString().doesNotContain(text.substring(20, 60));
        assertThat(new SessionController.Login("bob", "open sesame", null)).asString().doesNotContain("sesame");
    }
}
