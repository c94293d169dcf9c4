package dev.parley.file.drive;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.parley.file.content.Sha256;

/**
 * What a sender says of a file.
 *
 * @param name a valid file name
 * @param mediaType a valid media type
 * @param declaredSha256 what the content is said to be, or null
 */
public record FileDescription(String name, String mediaType, @Nullable Sha256 declaredSha256) {

    public FileDescription {
        if (!name.equals(FileName.normalize(name)) || FileName.violation(name).isPresent()) {
            throw new IllegalArgumentException("not a valid file name");
        }
    }

    /** What the content is said to be. */
    public Optional<Sha256> sha256() {
        return Optional.ofNullable(declaredSha256);
    }
}
