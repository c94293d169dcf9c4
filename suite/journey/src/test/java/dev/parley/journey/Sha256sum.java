package dev.parley.journey;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

import tools.jackson.databind.JsonNode;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Digests from outside of Parley: what {@code sha256sum} prints, and the proof of an instant upload as a client computes it. */
final class Sha256sum {

    private Sha256sum() {}

    /** The digest as the coreutils program prints it. */
    static String of(Path file) throws IOException {
        Process process = new ProcessBuilder("sha256sum", file.toString()).start();
        return new String(process.getInputStream().readAllBytes(), UTF_8).split(" ", 2)[0];
    }

    /** SHA-256 over the challenge's nonce and the asked ranges, in order. */
    static byte[] proof(JsonNode challenge, byte[] content) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(Base64.getUrlDecoder().decode(challenge.path("nonce").asString()));
            challenge.path("ranges")
                    .values()
                    .forEach(range -> sha256.update(content, range.path("offset").asInt(),
                            range.path("length").asInt()));
            return sha256.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
