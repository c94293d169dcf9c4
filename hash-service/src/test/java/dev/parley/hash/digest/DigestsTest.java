package dev.parley.hash.digest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

class DigestsTest {

    /** The check input of the CRC catalogues; the SHA and MD5 values are those of coreutils. */
    @ParameterizedTest
    @CsvSource({
        "crc32, cbf43926",
        "crc32c, e3069283",
        "crc64, 995dc9bbdf1939fa",
        "md5, 25f9e794323b453885f5181f1b624d0b",
        "sha-1, f7c3bc1d808e04732adf679965ccc34ca7ae3441",
        "sha-256, 15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225",
        "sha-512, d9e6762dd1c8eaf6d61b3c6192fc408d4d6d5f1176d0c29169bc24e71c3f274a"
                + "d27fcd5811b313d681f7e55ec02d73d499c95455b6b5bb503acf574fba8ffe85"
    })
    void theCheckInputHasTheCatalogueValue(String name, String expected) throws IOException {
        assertThat(hex(algorithm(name), "123456789".getBytes(US_ASCII))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "crc32, 00000000",
        "crc32c, 00000000",
        "crc64, 0000000000000000",
        "md5, d41d8cd98f00b204e9800998ecf8427e",
        "sha-1, da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "sha-256, e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "sha-512, cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
                + "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e"
    })
    void nothingHasADigestToo(String name, String expected) throws IOException {
        assertThat(hex(algorithm(name), new byte[0])).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void theSizeOfTheReadsDoesNotMatter(DigestAlgorithm algorithm) throws IOException {
        byte[] content = new byte[300_001];
        new Random(7).nextBytes(content);
        InputStream dribbling = new ByteArrayInputStream(content) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, 977));
            }
        };
        Digests dribbled = Digests.of(dribbling, Set.of(algorithm));
        assertThat(dribbled.size()).isEqualTo(content.length);
        assertThat(dribbled.values().get(algorithm)).isEqualTo(
                Digests.of(new ByteArrayInputStream(content), Set.of(algorithm)).values().get(algorithm));
    }

    @Test
    void allAlgorithmsComeFromOnePass() throws IOException {
        Digests all = Digests.of(new ByteArrayInputStream("123456789".getBytes(US_ASCII)),
                EnumSet.allOf(DigestAlgorithm.class));
        assertThat(all.values()).hasSize(DigestAlgorithm.values().length);
        assertThat(all.values().keySet()).containsExactly(DigestAlgorithm.values());
        assertThat(all.size()).isEqualTo(9);
    }

    @Test
    void readingStopsSoonAfterMoreThanEnough() throws IOException {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };
        assertThat(Digests.of(endless, Set.of(DigestAlgorithm.CRC32), 1_000_000).size())
                .isGreaterThan(1_000_000).isLessThan(1_200_000);
    }

    private static DigestAlgorithm algorithm(String name) {
        return DigestAlgorithm.ofWireName(name).orElseThrow();
    }

    private static String hex(DigestAlgorithm algorithm, byte[] content) throws IOException {
        byte[] value = Digests.of(new ByteArrayInputStream(content), Set.of(algorithm)).values().get(algorithm);
        return HexFormat.of().formatHex(value == null ? new byte[0] : value);
    }
}
