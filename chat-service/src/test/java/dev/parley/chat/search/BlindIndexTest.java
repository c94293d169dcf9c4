package dev.parley.chat.search;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BlindIndexTest {

    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final String OTHER_KEY = "/wECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private final BlindIndex index = new BlindIndex(KEY);

    @Test
    void theSameWordInTheSameChannelIsAlwaysTheSameTerm() {
        assertThat(index.terms(7, List.of("noon", "paris", "noon")))
                .isEqualTo(new BlindIndex(KEY).terms(7, List.of("noon", "paris", "noon")))
                .satisfies(terms -> assertThat(terms.get(0)).isEqualTo(terms.get(2)).isNotEqualTo(terms.get(1)));
    }

    @Test
    void anotherChannelOrAnotherKeyMakesOtherTerms() {
        assertThat(index.terms(7, List.of("noon"))).isNotEqualTo(index.terms(8, List.of("noon")))
                .isNotEqualTo(new BlindIndex(OTHER_KEY).terms(7, List.of("noon")));
        assertThat(index.checkValue()).isNotEqualTo(new BlindIndex(OTHER_KEY).checkValue());
    }

    /** Computed apart from this code, with HKDF and HMAC as their RFCs have them: an index outlives versions of this service. */
    @Test
    void termsNeverChange() {
        assertThat(index.terms(7, List.of("noon"))).containsExactly(2905630766082124684L);
    }
}
