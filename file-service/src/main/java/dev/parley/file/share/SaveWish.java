package dev.parley.file.share;

import org.jspecify.annotations.Nullable;

/** Where to save what a link opens; all of it may be left out. */
record SaveWish(@Nullable String folderId, @Nullable String name, @Nullable String onConflict) {

    static final SaveWish NONE = new SaveWish(null, null, null);
}
