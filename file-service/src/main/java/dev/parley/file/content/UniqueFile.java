package dev.parley.file.content;

import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.parley.file.blob.BlobKey;
import dev.parley.platform.id.Ids;

/**
 * One content.
 *
 * @param id its id
 * @param knownSha256 its identity, null until the digests are known
 * @param size in bytes
 * @param place where its bytes lie
 * @param placeKey their name in that place
 */
public record UniqueFile(long id, @Nullable Sha256 knownSha256, long size, Place place, String placeKey) {

    private static final String THUMBNAIL = "-thumb";

    /** Where bytes may lie. */
    public enum Place {
        /** In the staging area. */
        STAGED,
        /** In the blob store. */
        STORED
    }

    /**
     * The name of a content in the blob store. It belongs to the row, not to the digest: when a content was removed and comes again, a
     * late removal of the old object cannot hit the new one. The id is written backwards because its last characters are spread evenly,
     * and stores divide by the first ones.
     */
    public static BlobKey blobKeyOf(long id) {
        return new BlobKey(new StringBuilder(Ids.format(id)).reverse().toString().toLowerCase(Locale.ROOT));
    }

    /** The name of a content's thumbnail in the blob store; as spread as that of the content. */
    public static BlobKey thumbnailKeyOf(long id) {
        return new BlobKey(blobKeyOf(id) + THUMBNAIL);
    }

    /** The id of the content that has this name in the blob store, or whose thumbnail has it; empty when it is not of that form. */
    public static Optional<Long> idOf(BlobKey key) {
        String name = key.value().endsWith(THUMBNAIL)
                ? key.value().substring(0, key.value().length() - THUMBNAIL.length())
                : key.value();
        return Ids.parse(new StringBuilder(name).reverse().toString().toUpperCase(Locale.ROOT))
                .filter(id -> blobKeyOf(id).value().equals(name));
    }

    /** The digest, once it is known. */
    public Optional<Sha256> sha256() {
        return Optional.ofNullable(knownSha256);
    }

    /** Whether the digests are known. */
    public boolean verified() {
        return knownSha256 != null;
    }
}
