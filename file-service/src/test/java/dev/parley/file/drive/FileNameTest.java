package dev.parley.file.drive;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class FileNameTest {

    @Test
    void namesThatLookTheSameAreTheSame() {
        assertThat(FileName.normalize("  u\u0308ber.txt ")).isEqualTo("über.txt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "report.final.pdf", ".profile", "日本語 🎉.txt", "a b", "..a"})
    void ordinaryNamesAreFine(String name) {
        assertThat(FileName.violation(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "a\\b", "a\u0000", "a\tb", "x\u202Efdp.exe", "broken\uD800"})
    void namesThatMisleadOrBreakAreNot(String name) {
        assertThat(FileName.violation(name)).isPresent();
    }

    @Test
    void aNameThatIsTooLongIsNot() {
        assertThat(FileName.violation("x".repeat(240))).isEmpty();
        assertThat(FileName.violation("x".repeat(241))).isPresent();
    }

    @Test
    void theNumberGoesBeforeTheExtension() {
        assertThat(FileName.numbered("report.pdf", 2)).isEqualTo("report (2).pdf");
        assertThat(FileName.numbered("archive.tar.gz", 3)).isEqualTo("archive.tar (3).gz");
        assertThat(FileName.numbered("README", 2)).isEqualTo("README (2)");
        assertThat(FileName.numbered(".profile", 2)).isEqualTo(".profile (2)");
    }
}
