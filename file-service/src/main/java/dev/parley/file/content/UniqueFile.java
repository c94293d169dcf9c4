package dev.parley.file.content;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

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

    /** Where bytes may lie. */
    public enum Place {
        /** In the staging area. */
        STAGED,
        /** In the blob store. */
        STORED
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
