package dev.parley.hash.digest;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.zip.Checksum;

/** One digest that is being computed. Used by one thread, once. */
interface RunningDigest {

    void update(byte[] bytes, int offset, int length);

    /** The digest, most significant byte first; nothing may be called afterwards. */
    byte[] finish();

    static RunningDigest ofJdk(String algorithm) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException absent) {
            // Every Java platform must have MD5, SHA-1 and SHA-256, and every OpenJDK has SHA-512.
            throw new IllegalStateException(absent);
        }
        return new RunningDigest() {
            @Override
            public void update(byte[] bytes, int offset, int length) {
                digest.update(bytes, offset, length);
            }

            @Override
            public byte[] finish() {
                return digest.digest();
            }
        };
    }

    static RunningDigest of(Checksum checksum, int width) {
        return new RunningDigest() {
            @Override
            public void update(byte[] bytes, int offset, int length) {
                checksum.update(bytes, offset, length);
            }

            @Override
            public byte[] finish() {
                byte[] all = ByteBuffer.allocate(Long.BYTES).putLong(checksum.getValue()).array();
                return Arrays.copyOfRange(all, Long.BYTES - width, Long.BYTES);
            }
        };
    }

    static RunningDigest of(org.tukaani.xz.check.CRC64 crc) {
        return new RunningDigest() {
            @Override
            public void update(byte[] bytes, int offset, int length) {
                crc.update(bytes, offset, length);
            }

            @Override
            public byte[] finish() {
                // The xz format stores it least significant byte first; people write it the other way round.
                byte[] littleEndian = crc.finish();
                return ByteBuffer.allocate(Long.BYTES)
                        .putLong(Long.reverseBytes(ByteBuffer.wrap(littleEndian).getLong())).array();
            }
        };
    }
}
