package dev.parley.auth.secret;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.parley.auth.AuthServiceTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class KeyEncryptionKeyTest {

    private final KeyEncryptionKey key = new KeyEncryptionKey(AuthServiceTest.KEY_ENCRYPTION_KEY);

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "not base64!", "MDEyMzQ1Njc4OWFiY2RlZg=="})
    void anythingBut32BytesStopsTheStartAndSaysWhatIsWanted(String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> new KeyEncryptionKey(value))
                .withMessageContaining("PARLEY_AUTH_KEY_ENCRYPTION_KEY")
                .withMessageContaining("openssl rand -base64 32");
    }

    @Test
    void eachPurposeHasItsOwnKeyTheSameEachTime() {
        byte[] one = key.derive("one", "AES").getEncoded();

        assertThat(one).hasSize(32).isEqualTo(key.derive("one", "AES").getEncoded());
        assertThat(one).isNotEqualTo(key.derive("two", "AES").getEncoded());
        assertThat(one).asBase64Encoded().isNotEqualTo(AuthServiceTest.KEY_ENCRYPTION_KEY);
    }

    @Test
    void printingItShowsNothing() {
        assertThat(key).asString().isEqualTo("KeyEncryptionKey[hidden]");
    }
}
