package dev.parley.file.share;

import java.time.Instant;
import java.util.Optional;

/**
 * A link to a file.
 *
 * @param id its id, by which its maker knows it
 * @param fileId what it opens
 * @param createdBy who made it: the owner of the file
 * @param terms what it asks for
 * @param downloads how many have been counted
 * @param createdAt when it was made
 */
record Share(long id, long fileId, long createdBy, ShareTerms terms, int downloads, Instant createdAt) {

    Optional<Long> channelId() {
        return Optional.ofNullable(terms.channelId());
    }

    Optional<String> passwordHash() {
        return Optional.ofNullable(terms.passwordHash());
    }

    boolean isExpired(Instant now) {
        Instant expiresAt = terms.expiresAt();
        return expiresAt != null && !now.isBefore(expiresAt);
    }

    boolean isLimited() {
        return terms.maxDownloads() != null;
    }

    /** How many downloads are left; empty when there is no limit. */
    Optional<Integer> downloadsLeft() {
        return Optional.ofNullable(terms.maxDownloads()).map(most -> Math.max(0, most - downloads));
    }
}
