package dev.parley.file.instant;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import dev.parley.file.blob.StoredBytes;
import dev.parley.file.content.Sha256;

import static org.assertj.core.api.Assertions.assertThat;

class ChallengeTest {

    /** A content that is never whole in memory, and remembers which parts of it were read. */
    private static final class Huge implements StoredBytes {

        private final List<ChallengeRange> read = new ArrayList<>();

        @Override
        public long size() {
            return 10L << 30;
        }

        @Override
        public void copyTo(long offset, long length, OutputStream out) throws IOException {
            read.add(new ChallengeRange(offset, length));
            out.write(bytes(offset, length));
        }

        private static byte[] bytes(long offset, long length) {
            byte[] bytes = new byte[(int) length];
            new Random(offset).nextBytes(bytes);
            return bytes;
        }

        @Override
        public void close() {}
    }

    @Test
    void theProofOfTenGibibytesReadsTheRangesInTheirOrderAndNothingElse() throws IOException {
        Huge content = new Huge();
        List<ChallengeRange> ranges = ChallengeRange.random(content.size(), new Random(7));
        byte[] nonce = {1, 2, 3};
        Challenge challenge = new Challenge(1, 2, 3, nonce, ranges, 0, "a", "b/c", Instant.EPOCH);

        byte[] proof = challenge.expectedProof(content);

        assertThat(content.read).isEqualTo(ranges);
        assertThat(ranges.stream().mapToLong(ChallengeRange::length).sum()).isLessThanOrEqualTo(8 * 64 * 1024);
        MessageDigest expected = Sha256.computation();
        expected.update(nonce);
        ranges.forEach(range -> expected.update(Huge.bytes(range.offset(), range.length())));
        assertThat(proof).isEqualTo(expected.digest());
    }
}
