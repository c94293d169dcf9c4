package dev.parley.file.instant;

import java.time.Instant;
import java.util.List;

/**
 * A question that only somebody with the content can answer: SHA-256 over the nonce and the bytes of the ranges, in their order.
 *
 * @param id its id, and that of the file if it is answered
 * @param ownerId who may answer
 * @param contentId what it is about
 * @param nonce 32 random bytes
 * @param ranges parts of the content
 * @param name the name that the file will have
 * @param mediaType its type
 * @param expiresAt when it can no longer be answered
 */
record Challenge(long id, long ownerId, long contentId, byte[] nonce, List<ChallengeRange> ranges, String name,
        String mediaType, Instant expiresAt) {}
