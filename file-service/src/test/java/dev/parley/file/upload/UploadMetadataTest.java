package dev.parley.file.upload;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.parley.file.FileProblem;
import dev.parley.file.drive.FileDescription;
import dev.parley.file.fixture.FileClient;
import dev.parley.platform.problem.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class UploadMetadataTest {

    private static final String DIGEST = "ab".repeat(32);

    @Test
    void nameTypeAndDigestAreRead() {
        FileDescription description = describe(
                Map.of("filename", "Übung 1.pdf", "filetype", "application/pdf", "sha256", "AB".repeat(32)));

        assertThat(description.name()).isEqualTo("Übung 1.pdf");
        assertThat(description.mediaType()).isEqualTo("application/pdf");
        assertThat(description.sha256().orElseThrow().hex()).isEqualTo(DIGEST);
    }

    @Test
    void namesOfOtherClientsAreUnderstood() {
        assertThat(describe(Map.of("name", "a.txt", "type", "text/plain")).name()).isEqualTo("a.txt");
    }

    @Test
    void whatIsNotSaidHasDefaults() {
        FileDescription description = UploadMetadata.parse(null).description();

        assertThat(description.name()).isEqualTo("unnamed");
        assertThat(description.mediaType()).isEqualTo("application/octet-stream");
        assertThat(description.sha256()).isEmpty();
    }

    @Test
    void aKeyMayHaveNoValue() {
        assertThat(UploadMetadata.parse("is_confidential,filename YQ==").values())
                .containsExactlyInAnyOrderEntriesOf(Map.of("is_confidential", "", "filename", "a"));
    }

    @Test
    void aTypeThatIsNoneIsOctets() {
        assertThat(describe(Map.of("filetype", "no type at all")).mediaType()).isEqualTo("application/octet-stream");
        assertThat(describe(Map.of("filetype", "image/*")).mediaType()).isEqualTo("application/octet-stream");
    }

    @ParameterizedTest
    @ValueSource(strings = {"filename a b", "filename !!!", "filename YQ==,filename YQ==", ",", "filename YQ==,",
        "filename /w==", "filename  YQ=="})
    void aMalformedHeaderIsRefused(String header) {
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> UploadMetadata.parse(header))
                .matches(problem -> problem.type() == FileProblem.TUS_HEADER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../etc/passwd", "a/b", "a\\b", "..", "new\nline", "nul\0", "right\u202Etoleft"})
    void aNameThatIsAPathOrHidesSomethingIsRefused(String name) {
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> describe(Map.of("filename", name)))
                .withMessageContaining("filename");
    }

    @Test
    void aDigestThatIsNoneIsRefused() {
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> describe(Map.of("sha256", "abc")))
                .withMessageContaining("sha256");
    }

    private static FileDescription describe(Map<String, String> values) {
        return UploadMetadata.parse(FileClient.metadata(values)).description();
    }
}
