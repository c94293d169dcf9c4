package dev.parley.hash.digest;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

/**
 * The algorithms that Parley computes. The wire name is what callers write and read, lower case; where RFC 9530 registers
 * the algorithm its name is used ({@code md5}, {@code crc32c}, {@code sha-256}, {@code sha-512}).
 *
 * <p>Checksums are for accidents, {@link #MD5} and {@link #SHA_1} for comparing with old records; only {@link #SHA_256}
 * and {@link #SHA_512} withstand someone who wants a collision.
 */
public enum DigestAlgorithm {

    /** CRC-32/ISO-HDLC: the one of zip, gzip and PNG. Four bytes, most significant first. */
    CRC32("crc32", 4, null, 0.02) {
        @Override
        RunningDigest start() {
            return RunningDigest.of(new CRC32(), Integer.BYTES);
        }
    },

    /** CRC-32/ISCSI (Castagnoli). Four bytes, most significant first. */
    CRC32C("crc32c", 4, "crc32c", 0.02) {
        @Override
        RunningDigest start() {
            return RunningDigest.of(new CRC32C(), Integer.BYTES);
        }
    },

    /** CRC-64/XZ (ECMA-182 polynomial, reflected): the one of xz and 7-Zip. Eight bytes, most significant first. */
    CRC64("crc64", 8, null, 0.8) {
        @Override
        RunningDigest start() {
            return RunningDigest.of(new org.tukaani.xz.check.CRC64());
        }
    },

    /** RFC 1321. */
    MD5("md5", 16, "md5", 1.2) {
        @Override
        RunningDigest start() {
            return RunningDigest.ofJdk("MD5");
        }
    },

    /** FIPS 180-4; RFC 9530 calls it {@code sha}. */
    SHA_1("sha-1", 20, "sha", 0.5) {
        @Override
        RunningDigest start() {
            return RunningDigest.ofJdk("SHA-1");
        }
    },

    /** FIPS 180-4. */
    SHA_256("sha-256", 32, "sha-256", 0.5) {
        @Override
        RunningDigest start() {
            return RunningDigest.ofJdk("SHA-256");
        }
    },

    /** FIPS 180-4. */
    SHA_512("sha-512", 64, "sha-512", 1.0) {
        @Override
        RunningDigest start() {
            return RunningDigest.ofJdk("SHA-512");
        }
    };

    private final String wireName;
    private final int length;
    private final @Nullable String fieldName;
    private final double cost;

    DigestAlgorithm(String wireName, int length, @Nullable String fieldName, double cost) {
        this.wireName = wireName;
        this.length = length;
        this.fieldName = fieldName;
        this.cost = cost;
    }

    /** The name in requests, answers and messages. */
    public String wireName() {
        return wireName;
    }

    /** How many bytes a digest has. */
    int length() {
        return length;
    }

    /** Nanoseconds for each byte, roughly, on a machine with instructions for SHA: to tell expensive ones from cheap ones. */
    double cost() {
        return cost;
    }

    /** Whether a thread of its own is worth the hand-over. */
    boolean isExpensive() {
        return cost > 0.1;
    }

    /** The key in {@code Content-Digest} and {@code Repr-Digest}, for those that RFC 9530 registers. */
    Optional<String> fieldName() {
        return Optional.ofNullable(fieldName);
    }

    /** The algorithm of a key in {@code Content-Digest}; empty when it is not registered, or not computed here. */
    static Optional<DigestAlgorithm> ofFieldName(String key) {
        return Arrays.stream(values()).filter(algorithm -> key.equals(algorithm.fieldName)).findFirst();
    }

    /** The algorithm of a wire name; empty when it is not known. Upper and lower case differ. */
    public static Optional<DigestAlgorithm> ofWireName(String wireName) {
        return Arrays.stream(values()).filter(algorithm -> algorithm.wireName.equals(wireName)).findFirst();
    }

    /** All wire names, in the order of this enum. */
    public static List<String> wireNames() {
        return Arrays.stream(values()).map(DigestAlgorithm::wireName).toList();
    }

    abstract RunningDigest start();
}
