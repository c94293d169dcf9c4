package dev.parley.file.drive;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

import dev.parley.file.content.ContentDelivery;
import dev.parley.file.content.Sha256;

/**
 * A file in somebody's drive.
 *
 * @param id its id
 * @param ownerId whose it is
 * @param name its name, unique in its folder
 * @param mediaType as the sender said, or application/octet-stream
 * @param size in bytes
 * @param content the unique file; null when the file was rejected
 * @param knownSha256 the digest of the content; null until it is known
 * @param status its state
 * @param statusReason why it is in that state, where that needs saying
 * @param createdAt when its last byte arrived
 */
public record UserFile(long id, long ownerId, String name, String mediaType, long size, @Nullable Long content,
        @Nullable Sha256 knownSha256, FileStatus status, @Nullable String statusReason, Instant createdAt) {

    /** The unique file that has the content; empty when the file was rejected. */
    public OptionalLong contentId() {
        return content == null ? OptionalLong.empty() : OptionalLong.of(content);
    }

    /** The digest of the content, once it is known. */
    public Optional<Sha256> sha256() {
        return Optional.ofNullable(knownSha256);
    }

    /** How the content is sent to a reader. */
    public ContentDelivery.Presentation presentation() {
        return new ContentDelivery.Presentation(name, MediaType.parseMediaType(mediaType), createdAt);
    }
}
