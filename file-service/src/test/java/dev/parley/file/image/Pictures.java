package dev.parley.file.image;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

import javax.imageio.ImageIO;

/** Pictures for tests, good and bad. */
final class Pictures {

    private Pictures() {}

    /** Left half red, right half blue. */
    static byte[] of(String format, int width, int height, int type) {
        BufferedImage picture = new BufferedImage(width, height, type);
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(Color.RED);
        graphics.fillRect(0, 0, width / 2, height);
        graphics.setColor(Color.BLUE);
        graphics.fillRect(width / 2, 0, width - width / 2, height);
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(picture, format, bytes)) {
                throw new IllegalStateException("nothing writes " + format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] jpeg(int width, int height) {
        return of("jpeg", width, height, BufferedImage.TYPE_INT_RGB);
    }

    static BufferedImage read(byte[] picture) {
        try {
            return ImageIO.read(new ByteArrayInputStream(picture));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a camera writes: how it was held, and a word that is nobody's business. */
    static byte[] exif(int orientation, boolean littleEndian, String secret) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] entry = littleEndian
                ? new byte[]{0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte) orientation, 0, 0, 0}
                : new byte[]{0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte) orientation, 0, 0};
        byte[] head = littleEndian
                ? new byte[]{'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0}
                : new byte[]{'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1};
        bytes.writeBytes(head);
        bytes.writeBytes(entry);
        bytes.writeBytes(new byte[4]);
        bytes.writeBytes(secret.getBytes(StandardCharsets.US_ASCII));
        return bytes.toByteArray();
    }

    /** A JPEG with these EXIF data. */
    static byte[] withExif(byte[] jpeg, byte[] exif) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int length = exif.length + 8;
        bytes.write(jpeg, 0, 2);
        bytes.writeBytes(
                new byte[]{(byte) 0xff, (byte) 0xe1, (byte) (length >> 8), (byte) length, 'E', 'x', 'i', 'f', 0, 0});
        bytes.writeBytes(exif);
        bytes.write(jpeg, 2, jpeg.length - 2);
        return bytes.toByteArray();
    }

    /** A PNG of one grey value that is as long as its rows need, or of no rows at all, with another chunk before them. */
    static byte[] png(int width, int height, boolean rows, String chunk, byte[] chunkData) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(0x89504e470d0a1a0aL);
            ByteArrayOutputStream header = new ByteArrayOutputStream();
            DataOutputStream fields = new DataOutputStream(header);
            fields.writeInt(width);
            fields.writeInt(height);
            fields.write(new byte[]{8, 0, 0, 0, 0});
            chunk(out, "IHDR", header.toByteArray());
            if (!chunk.isEmpty()) {
                chunk(out, chunk, chunkData);
            }
            chunk(out, "IDAT", deflated(new byte[0], rows ? (width + 1L) * height : 0));
            chunk(out, "IEND", new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** This, and so many zeros, deflated. */
    static byte[] deflated(byte[] head, long zeros) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(bytes)) {
            deflater.write(head);
            byte[] some = new byte[1 << 16];
            for (long left = zeros; left > 0; left -= some.length) {
                deflater.write(some, 0, (int) Math.min(left, some.length));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void chunk(DataOutputStream out, String type, byte[] data) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        out.writeInt(data.length);
        out.write(name);
        out.write(data);
        out.writeInt((int) crc.getValue());
    }
}
