package dev.parley.file.drive;

import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** Media types as senders give them. */
public final class MediaTypes {

    private static final int LONGEST = 127;

    private MediaTypes() {}

    /** What the sender said where that is one concrete type; application/octet-stream for everything else. */
    public static String orOctets(@Nullable String given) {
        if (given == null || given.isBlank() || given.length() > LONGEST || !isPrintable(given)) {
            return MediaType.APPLICATION_OCTET_STREAM_VALUE;
        }
        try {
            MediaType type = MediaType.parseMediaType(given);
            return type.isConcrete() ? type.toString() : MediaType.APPLICATION_OCTET_STREAM_VALUE;
        } catch (InvalidMediaTypeException unreadable) {
            return MediaType.APPLICATION_OCTET_STREAM_VALUE;
        }
    }

    /** It will stand in a header of a download; in quoted parameters the parser lets everything through. */
    private static boolean isPrintable(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }
}
