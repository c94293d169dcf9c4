package dev.parley.file.drive;

import java.util.Locale;

/** What a name in a drive stands for; in the order in which they are listed. */
enum EntryKind {
    /** It has other entries in it, and no content. */
    FOLDER,
    /** It has a content. */
    FILE;

    /** The word in the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The number in the table. */
    int number() {
        return switch (this) {
            case FOLDER -> 0;
            case FILE -> 1;
        };
    }

    static EntryKind ofNumber(int number) {
        return number == 0 ? FOLDER : FILE;
    }
}
