package dev.parley.hash.digest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    /** Around the size from which other threads help, and around the borders of their buffers. */
    @ParameterizedTest
    @ValueSource(ints = {1048575, 1048576, 1048577, 1114112, 1310720, 2097152, 2359295, 2359297, 9_000_001})
    void largeContentsHaveTheSameDigestsAsOthers(int size) throws Exception {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        InputStream dribbling = new ByteArrayInputStream(content) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, 70_001));
            }
        };

        Digests all = Digests.of(dribbling, EnumSet.allOf(DigestAlgorithm.class));

        assertThat(all.size()).isEqualTo(size);
        assertThat(all.values().get(DigestAlgorithm.MD5)).isEqualTo(MessageDigest.getInstance("MD5").digest(content));
        assertThat(all.values().get(DigestAlgorithm.SHA_512))
                .isEqualTo(MessageDigest.getInstance("SHA-512").digest(content));
        assertThat(all.values().get(DigestAlgorithm.SHA_256))
                .isEqualTo(MessageDigest.getInstance("SHA-256").digest(content));
        CRC32 crc = new CRC32();
        crc.update(content);
        assertThat(ByteBuffer.wrap(all.values().get(DigestAlgorithm.CRC32)).getInt()).isEqualTo((int) crc.getValue());
    }

    @Test
    void manyLargeContentsAtOnceAreEachRightAndLeaveTheThreadsFree() throws Exception {
        int before = DigestLanes.freeLanes();
        List<Callable<Boolean>> many = IntStream.range(0, 24).<Callable<Boolean>>mapToObj(i -> () -> {
            byte[] content = new byte[3_000_000 + i];
            new Random(i).nextBytes(content);
            Digests digests = Digests.of(new ByteArrayInputStream(content),
                    Set.of(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5, DigestAlgorithm.CRC32C));
            return Arrays.equals(digests.values().get(DigestAlgorithm.SHA_256),
                    MessageDigest.getInstance("SHA-256").digest(content));
        }).toList();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> right : threads.invokeAll(many)) {
                assertThat(right.get()).isTrue();
            }
        }

        assertThat(DigestLanes.freeLanes()).isEqualTo(before);
    }

    @Test
    void aLargeContentThatBreaksOffFailsAndLeavesTheThreadsFree() {
        int before = DigestLanes.freeLanes();
        for (int i = 0; i < 20; i++) {
            InputStream broken = new SequenceInputStream(new ByteArrayInputStream(new byte[2_500_000 + i]),
                    new InputStream() {
                        @Override
                        public int read() throws IOException {
                            throw new IOException("broken off");
                        }
                    });

            assertThatThrownBy(() -> Digests.of(broken, EnumSet.allOf(DigestAlgorithm.class)))
                    .isInstanceOf(IOException.class).hasMessage("broken off");
        }

        assertThat(DigestLanes.freeLanes()).isEqualTo(before);
    }

    @Test
    void readingALargeContentStopsSoonAfterMoreThanEnough() throws IOException {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                return length;
            }
        };

        assertThat(Digests.of(endless, Set.of(DigestAlgorithm.SHA_256), 5_000_000).size()).isGreaterThan(5_000_000)
                .isLessThan(5_600_000);
    }

    private static DigestAlgorithm algorithm(String name) {
        return DigestAlgorithm.ofWireName(name).orElseThrow();
    }

    private static String hex(DigestAlgorithm algorithm, byte[] content) throws IOException {
        byte[] value = Digests.of(new ByteArrayInputStream(content), Set.of(algorithm)).values().get(algorithm);
        return HexFormat.of().formatHex(value == null ? new byte[0] : value);
    }
}
