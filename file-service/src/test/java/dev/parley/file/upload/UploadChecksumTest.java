package dev.parley.file.upload;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.parley.file.FileProblem;
import dev.parley.platform.problem.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class UploadChecksumTest {

    /** The first is the example of the specification. */
    @ParameterizedTest
    @CsvSource({"sha1, Kq5sNclPz7QV2+lfQIuc6R7oRu0=, hello world", "md5, XrY7u+Ae7tCTyyK7j1rNww==, hello world",
        "crc32, DUoRhQ==, hello world",
        "sha256, uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=, hello world", "crc32, AAAAAA==, ''"})
    void theChecksumOfABodyIsRecognised(String algorithm, String digest, String body) {
        UploadChecksum checksum = UploadChecksum.parse(algorithm + " " + digest);

        UploadChecksum.Computation right = checksum.start();
        right.update(ByteBuffer.wrap(body.getBytes(StandardCharsets.US_ASCII)));
        UploadChecksum.Computation wrong = checksum.start();
        wrong.update(ByteBuffer.wrap((body + "!").getBytes(StandardCharsets.US_ASCII)));

        assertThat(checksum.matches(right)).isTrue();
        assertThat(checksum.matches(wrong)).isFalse();
    }

    @Test
    void anAlgorithmThatIsNotOfferedIsToldApart() {
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> UploadChecksum.parse("sha512 AAAA"))
                .matches(problem -> problem.type() == FileProblem.CHECKSUM_ALGORITHM)
                .withMessageContaining(UploadChecksum.ALGORITHMS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sha1", "sha1 ", "sha1 !!!", "sha1 AAAA", "crc32  DUoRhQ==", "crc32 DUoRhQ== x"})
    void aHeaderThatIsNoneIsRefused(String header) {
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> UploadChecksum.parse(header))
                .matches(problem -> problem.type() == FileProblem.TUS_HEADER);
    }
}
