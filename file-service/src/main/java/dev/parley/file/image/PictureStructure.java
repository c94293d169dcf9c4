package dev.parley.file.image;

import java.io.IOException;
import java.nio.ByteOrder;

import javax.imageio.stream.ImageInputStream;

/** What must be known of a picture before it is decoded, read from its structure alone. */
final class PictureStructure {

    private static final int UPRIGHT = 1;
    private static final int MOST_SEGMENTS = 1_000;
    private static final int ORIENTATION_TAG = 0x0112;
    private static final int SHORT = 3;

    private PictureStructure() {}

    /** How the camera was held (EXIF, 1 to 8); upright where nothing or nonsense is said. Leaves the input at its beginning. */
    static int orientation(PictureFormat format, ImageInputStream in) throws IOException {
        try {
            in.seek(0);
            return switch (format) {
                case JPEG -> ofJpeg(in);
                case PNG -> ofPng(in);
                case WEBP -> ofWebp(in);
                case GIF -> UPRIGHT;
            };
        } catch (java.io.EOFException truncated) {
            return UPRIGHT;
        } finally {
            in.setByteOrder(ByteOrder.BIG_ENDIAN);
            in.seek(0);
        }
    }

    /**
     * How many scans a JPEG has, counted up to a limit. Each scan of a progressive one goes over the whole picture and may be nearly empty: a
     * small file can ask for years of work. Leaves the input at its beginning.
     */
    static int scansUpTo(int limit, ImageInputStream in) throws IOException {
        in.seek(0);
        int scans = 0;
        int previous = 0;
        byte[] buffer = new byte[64 * 1024];
        for (int read = in.read(buffer); read > 0 && scans < limit; read = in.read(buffer)) {
            for (int i = 0; i < read; i++) {
                int current = buffer[i] & 0xff;
                if (previous == 0xff && current == 0xda) {
                    scans++;
                }
                previous = current;
            }
        }
        in.seek(0);
        return Math.min(scans, limit);
    }

    private static int ofJpeg(ImageInputStream in) throws IOException {
        in.skipBytes(2);
        for (int i = 0; i < MOST_SEGMENTS; i++) {
            int marker = in.readUnsignedShort();
            if (marker == 0xffda || marker == 0xffd9 || marker < 0xff00) {
                return UPRIGHT;
            }
            long start = in.getStreamPosition();
            int length = in.readUnsignedShort();
            if (marker == 0xffe1 && length > 14 && in.readInt() == 0x45786966 && in.readUnsignedShort() == 0) { // Exif
                return ofTiff(in);
            }
            in.seek(start + length);
        }
        return UPRIGHT;
    }

    private static int ofPng(ImageInputStream in) throws IOException {
        in.skipBytes(8);
        for (int i = 0; i < MOST_SEGMENTS; i++) {
            long length = in.readUnsignedInt();
            int type = in.readInt();
            long start = in.getStreamPosition();
            if (type == 0x65584966) { // eXIf
                return ofTiff(in);
            }
            if (type == 0x49454e44) { // IEND
                return UPRIGHT;
            }
            in.seek(start + length + 4);
        }
        return UPRIGHT;
    }

    private static int ofWebp(ImageInputStream in) throws IOException {
        in.skipBytes(12);
        in.setByteOrder(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < MOST_SEGMENTS; i++) {
            int type = in.readInt();
            long length = in.readUnsignedInt();
            long start = in.getStreamPosition();
            if (type == 0x46495845) { // EXIF
                return ofTiff(in);
            }
            in.seek(start + length + length % 2);
        }
        return UPRIGHT;
    }

    private static int ofTiff(ImageInputStream in) throws IOException {
        long start = in.getStreamPosition();
        in.setByteOrder(ByteOrder.BIG_ENDIAN);
        int order = in.readUnsignedShort();
        in.setByteOrder(order == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        if (in.readUnsignedShort() != 42) {
            return UPRIGHT;
        }
        in.seek(start + in.readUnsignedInt());
        int entries = in.readUnsignedShort();
        for (int i = 0; i < entries; i++) {
            int tag = in.readUnsignedShort();
            int type = in.readUnsignedShort();
            in.skipBytes(4);
            int value = in.readUnsignedShort();
            in.skipBytes(2);
            if (tag == ORIENTATION_TAG) {
                return type == SHORT && value >= 1 && value <= 8 ? value : UPRIGHT;
            }
        }
        return UPRIGHT;
    }
}
