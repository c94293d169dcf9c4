package dev.parley.file.instant;

import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;

import dev.parley.file.blob.StoredBytes;
import dev.parley.file.content.Sha256;

/**
 * A question that only somebody with the content can answer: SHA-256 over the nonce and the bytes of the ranges, in their order.
 *
 * @param id its id, and that of the file if it is answered
 * @param ownerId who may answer
 * @param contentId what it is about
 * @param nonce 32 random bytes
 * @param ranges parts of the content
 * @param folderId the folder that the file will be in; 0 is the root
 * @param name the name that the file will have
 * @param mediaType its type
 * @param expiresAt when it can no longer be answered
 */
record Challenge(long id, long ownerId, long contentId, byte[] nonce, List<ChallengeRange> ranges,
        long folderId, String name, String mediaType, Instant expiresAt) {

    /** The right answer. Reads the ranges and nothing else, whatever the size of the content. */
    byte[] expectedProof(StoredBytes content) throws IOException {
        MessageDigest digest = Sha256.computation();
        digest.update(nonce);
        OutputStream sink = new DigestOutputStream(OutputStream.nullOutputStream(), digest);
        for (ChallengeRange range : ranges) {
            content.copyTo(range.offset(), range.length(), sink);
        }
        return digest.digest();
    }
}
