package dev.parley.file.share;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What a link asks for before it opens. Null is nothing.
 *
 * @param passwordHash of the password that has to be known
 * @param expiresAt when it closes
 * @param maxDownloads how often it may be downloaded
 * @param channelId to whose members alone it opens
 */
record ShareTerms(@Nullable String passwordHash, @Nullable Instant expiresAt, @Nullable Integer maxDownloads,
        @Nullable Long channelId) {

    /** Whether anybody who has the link may open it, for ever. */
    boolean areNone() {
        return passwordHash == null && expiresAt == null && maxDownloads == null && channelId == null;
    }

    @Override
    public String toString() {
        return "ShareTerms[expiresAt=" + expiresAt + ", maxDownloads=" + maxDownloads + ", channelId=" + channelId
                + "]";
    }
}
