package dev.parley.file.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The formats that thumbnails are made of, told by their first bytes; what a sender calls a file does not matter. */
enum PictureFormat {
    JPEG("jpeg", false), PNG("png", false), GIF("gif", false), WEBP("webp", true);

    /** How many bytes tell the format. */
    static final int HEAD = 12;

    private final String readerName;
    private final boolean decodedWhole;

    PictureFormat(String readerName, boolean decodedWhole) {
        this.readerName = readerName;
        this.decodedWhole = decodedWhole;
    }

    /** The format of a file that begins with these bytes; empty when it is no picture that is known here. */
    static Optional<PictureFormat> of(byte[] head) {
        if (head.length < HEAD) {
            return Optional.empty();
        }
        if (head[0] == (byte) 0xff && head[1] == (byte) 0xd8 && head[2] == (byte) 0xff) {
            return Optional.of(JPEG);
        }
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (text.startsWith("\u0089PNG\r\n\u001a\n")) {
            return Optional.of(PNG);
        }
        if (text.startsWith("GIF87a") || text.startsWith("GIF89a")) {
            return Optional.of(GIF);
        }
        boolean webp = text.startsWith("RIFF") && Arrays.equals(head, 8, 12, new byte[]{'W', 'E', 'B', 'P'}, 0, 4);
        return webp ? Optional.of(WEBP) : Optional.empty();
    }

    /** What ImageIO calls it. */
    String readerName() {
        return readerName;
    }

    /** Whether its reader needs room for all pixels even if only some are wanted. */
    boolean decodedWhole() {
        return decodedWhole;
    }
}
