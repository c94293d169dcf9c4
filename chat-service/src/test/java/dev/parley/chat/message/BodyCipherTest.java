package dev.parley.chat.message;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BodyCipherTest {

    private static final byte[] BODY = "{\"text\":\"hi\"}".getBytes(StandardCharsets.UTF_8);

    private final BodyCipher cipher = new BodyCipher(Fakes.settings(Map.of()));

    @Test
    void whatWasSealedOpensAndNoTwoSealsAreAlike() {
        SealedBody one = cipher.seal(1, 2, BODY);
        SealedBody other = cipher.seal(1, 2, BODY);

        assertThat(cipher.open(1, 2, one)).contains(BODY);
        assertThat(one.bytes()).isNotEqualTo(other.bytes());
        assertThat(one.keyId()).isEqualTo("k1");
    }

    @Test
    void aBodyThatWasMovedChangedOrCutDoesNotOpen() {
        SealedBody sealed = cipher.seal(1, 2, BODY);
        byte[] changed = sealed.bytes().clone();
        changed[changed.length - 1] ^= 1;

        assertThat(cipher.open(1, 3, sealed)).isEmpty();
        assertThat(cipher.open(2, 2, sealed)).isEmpty();
        assertThat(cipher.open(1, 2, new SealedBody("k1", changed))).isEmpty();
        assertThat(cipher.open(1, 2, new SealedBody("k1", new byte[3]))).isEmpty();
        assertThat(cipher.open(1, 2, new SealedBody("k2", sealed.bytes()))).isEmpty();
    }

    @Test
    void afterTheKeyWasChangedOldBodiesStillOpen() {
        SealedBody old = cipher.seal(1, 2, BODY);
        BodyCipher rotated = new BodyCipher(Fakes.settings(Map.of("parley.chat.encryption.key-id", "k2",
                "parley.chat.encryption.previous-keys.k1", Fakes.KEY)));

        assertThat(rotated.open(1, 2, old)).contains(BODY);
        assertThat(rotated.seal(1, 2, BODY).keyId()).isEqualTo("k2");
    }
}
