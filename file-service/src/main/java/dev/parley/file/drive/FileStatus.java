package dev.parley.file.drive;

import java.util.Locale;

/** The states of a user file. */
public enum FileStatus {
    /** All bytes are here, the digests are not known yet. */
    PROCESSING,
    /** The digests are known, and are what the sender declared, if it did. */
    AVAILABLE,
    /** The content is not what its sender declared; the bytes are gone. */
    REJECTED,
    /** Not in the drive any more. */
    DELETED;

    /** The word in the API and in the table. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static FileStatus ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
