package dev.parley.file.upload;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

import dev.parley.file.FileProblem;
import dev.parley.platform.problem.ProblemException;

/**
 * The Upload-Checksum header (tus 1.0.0, checksum): the algorithm and the digest of the request's body in base64. A CRC-32 is its four
 * bytes, the highest first.
 *
 * @param algorithm one of {@link #ALGORITHMS}
 * @param expected the digest that the body must have
 */
record UploadChecksum(String algorithm, byte[] expected) {

    /** What is offered, as Tus-Checksum-Algorithm tells it. */
    static final String ALGORITHMS = "sha1,sha256,crc32,md5";

    private static final int CRC32_BYTES = 4;
    private static final Map<String, Integer> LENGTHS = new TreeMap<>(
            Map.of("sha1", 20, "sha256", 32, "crc32", CRC32_BYTES, "md5", 16));

    /** Reads a header strictly. */
    static UploadChecksum parse(String header) {
        String[] parts = header.strip().split(" ", -1);
        if (parts.length != 2) {
            throw malformed("must be an algorithm and a digest in base64");
        }
        Integer length = LENGTHS.get(parts[0]);
        if (length == null) {
            throw new ProblemException(FileProblem.CHECKSUM_ALGORITHM, "known are " + ALGORITHMS);
        }
        byte[] expected;
        try {
            expected = Base64.getDecoder().decode(parts[1]);
        } catch (IllegalArgumentException notBase64) {
            throw malformed("has a digest that is not base64");
        }
        if (expected.length != length) {
            throw malformed("has a digest of another length than " + parts[0] + " has");
        }
        return new UploadChecksum(parts[0], expected);
    }

    /** Starts to compute the digest of a body. */
    Computation start() {
        return "crc32".equals(algorithm) ? new Crc32Computation() : new DigestComputation(algorithm);
    }

    boolean matches(Computation computed) {
        return MessageDigest.isEqual(expected, computed.digest());
    }

    private static ProblemException malformed(String message) {
        return new ProblemException(FileProblem.TUS_HEADER, "Upload-Checksum " + message);
    }

    /** A digest under way. */
    sealed interface Computation {

        void update(ByteBuffer bytes);

        byte[] digest();
    }

    private static final class Crc32Computation implements Computation {

        private final CRC32 crc = new CRC32();

        @Override
        public void update(ByteBuffer bytes) {
            crc.update(bytes);
        }

        @Override
        public byte[] digest() {
            return ByteBuffer.allocate(CRC32_BYTES).putInt((int) crc.getValue()).array();
        }
    }

    private static final class DigestComputation implements Computation {

        private final MessageDigest digest;

        DigestComputation(String algorithm) {
            try {
                this.digest = MessageDigest.getInstance(switch (algorithm) {
                    case "sha1" -> "SHA-1";
                    case "sha256" -> "SHA-256";
                    case "md5" -> "MD5";
                    default -> throw new IllegalArgumentException(algorithm);
                });
            } catch (NoSuchAlgorithmException everyJdkHasThem) {
                throw new IllegalStateException(everyJdkHasThem);
            }
        }

        @Override
        public void update(ByteBuffer bytes) {
            digest.update(bytes);
        }

        @Override
        public byte[] digest() {
            return digest.digest();
        }
    }
}
