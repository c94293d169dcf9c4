package dev.parley.file.upload;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.parley.file.FileProblem;
import dev.parley.platform.id.Ids;
import dev.parley.platform.problem.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class UploadConcatTest {

    private final long one = Ids.next();
    private final long other = Ids.next();

    @Test
    void aPartialUploadHasNoParts() {
        assertThat(UploadConcat.parse("partial").partial()).isTrue();
    }

    @Test
    void partsAreNamedByPathOrByAbsoluteAddressAndKeepTheirOrder() {
        UploadConcat concat = UploadConcat.parse("final;/api/files/uploads/" + Ids.format(other)
                + "  https://files.example:8443/api/files/uploads/" + Ids.format(one));

        assertThat(concat.partial()).isFalse();
        assertThat(concat.parts()).containsExactly(other, one);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "final", "final;", "final; ", "Partial", "partial;", "final;/api/files/uploads/",
        "final;/api/files/uploads/x", "final;/api/files/drive/0AAAAAAAAAAAA", "final;/etc/passwd", "final;http://[",
        "final;/api/files/uploads/../uploads/0AAAAAAAAAAAA", "final;mailto:a@b",
        "final;http://h\u00fc/api/files/uploads/0AAAAAAAAAAAA"})
    void anythingElseIsRefused(String header) {
        assertRefused(header);
    }

    @Test
    void theSamePartTwiceIsRefused() {
        String address = "/api/files/uploads/" + Ids.format(one);
        assertRefused("final;" + address + " " + address);
    }

    @Test
    void aHeaderThatCouldNotBeStoredIsRefused() {
        assertRefused("final;" + ("/api/files/uploads/" + Ids.format(one) + " ").repeat(300));
    }

    private static void assertRefused(String header) {
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> UploadConcat.parse(header))
                .matches(problem -> problem.type() == FileProblem.TUS_HEADER);
    }
}
