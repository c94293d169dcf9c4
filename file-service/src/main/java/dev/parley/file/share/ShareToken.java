package dev.parley.file.share;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

import dev.parley.file.content.Sha256;

/** The token of a share link: 256 random bits. Only its digest is stored, so that a copy of the table opens nothing. */
record ShareToken(String text) {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;

    static ShareToken random() {
        byte[] token = new byte[BYTES];
        RANDOM.nextBytes(token);
        return new ShareToken(Base64.getUrlEncoder().withoutPadding().encodeToString(token));
    }

    /** Under what an open link is kept. */
    byte[] digest() {
        return digest("");
    }

    /** Under what a link with terms is kept: versions that know no terms do not find it. */
    byte[] digestWithTerms() {
        return digest("parley share with terms\n");
    }

    private byte[] digest(String prefix) {
        return Sha256.computation().digest((prefix + text).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "ShareToken";
    }
}
