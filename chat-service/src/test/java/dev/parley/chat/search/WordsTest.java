package dev.parley.chat.search;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class WordsTest {

    private static List<String> terms(String text) {
        return List.copyOf(Words.of(text).terms(1000));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {"Meet at NOON, Straße 7!|meet at noon strasse 7",
        "Café CAFÉ cafe\u0301|cafe", "ﬁle ２０２６ ｆｕｌｌ|file 2026 full", "don't l'été|don t l ete",
        "example.com/a_b|example com a b",
        "ΟΔΟΣ οδός|οδοσ", "ёлка ЙОД|елка иод", "مَرْحَبًا|مرحبا", "हिन्दी भाषा|हिन्दी भाषा",
        "😀 … 👍🏽|\"\"", "İstanbul|istanbul", "x²|x2"})
    void caseFormsAndDiacriticsMakeNoDifference(String text, String expected) {
        assertThat(String.join(" ", terms(text))).isEqualTo(expected);
    }

    @Test
    void whereNoSpacesAreWrittenNeighboursAreTerms() {
        assertThat(terms("東京都に行く")).containsExactly("東京", "京都", "都に", "に行", "行く");
        assertThat(terms("iPhoneを買う")).containsExactly("iphone", "を買", "買う");
        assertThat(terms("コーヒー")).containsExactly("コー", "ーヒ", "ヒー");
        assertThat(terms("猫")).containsExactly("猫");
        assertThat(terms("한국어")).containsExactly("한국", "국어");
        assertThat(terms("สวัสดี")).isNotEmpty().allSatisfy(term -> assertThat(term).hasSize(2));
        assertThat(terms("𠮷野家")).containsExactly("𠮷野", "野家");
    }

    @Test
    void aTextAnswersWhenItHasAllWordsInAnyOrder() {
        Words text = Words.of("The Eiffel Tower was painted in Paris");

        assertThat(text.answer(Words.of("paris EIFFEL"))).isTrue();
        assertThat(text.answer(Words.of("paris london"))).isFalse();
        assertThat(text.answer(Words.of("tow"))).isFalse();
    }

    @Test
    void aRunWithoutSpacesIsFoundOnlyAsAWhole() {
        Words both = Words.of("京都と東京");

        assertThat(terms("東京都")).allSatisfy(term -> assertThat(terms("京都と東京")).contains(term));
        assertThat(both.answer(Words.of("東京都"))).isFalse();
        assertThat(both.answer(Words.of("東京"))).isTrue();
        assertThat(Words.of("東京 123").answer(Words.of("123"))).isTrue();
    }

    @Test
    void longWordsAndLongTextsHaveLimits() {
        String word = "a".repeat(100);
        String text = IntStream.range(0, 3000).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));

        assertThat(terms(word)).containsExactly("a".repeat(64));
        assertThat(Words.of(word).answer(Words.of("a".repeat(80)))).isTrue();
        assertThat(terms(text)).hasSize(1000).startsWith("w0").endsWith("w999");
        assertThat(Words.of("漢字".repeat(3)).terms(1)).containsExactly("漢字");
    }

    @Test
    void nothingToSearchForIsNoWords() {
        assertThat(Words.of("").runs()).isEmpty();
        assertThat(Words.of(" ?! 😀 \u0301").runs()).isEmpty();
    }
}
