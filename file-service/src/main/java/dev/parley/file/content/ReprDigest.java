package dev.parley.file.content;

import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;

/** Digests of whole contents in headers (RFC 9530): {@code Repr-Digest}, and what a client would rather have. */
final class ReprDigest {

    static final String HEADER = "Repr-Digest";
    private static final String WANT_HEADER = "Want-Repr-Digest";
    private static final String SHA_256 = "sha-256";
    /** The names of RFC 9530's registry, and ours. CRC-32 without a letter has no name there. */
    private static final Map<String, String> KNOWN = Map.of(SHA_256, SHA_256, "sha-512", "sha-512", "sha", "sha-1",
            "md5", "md5", "crc32c", "crc32c");
    private static final Pattern WISH = Pattern.compile("\\s*([a-z*][a-z0-9_.*-]*)\\s*=\\s*(10|[0-9])\\s*");

    private ReprDigest() {}

    /** Where the other digests of a content are found, by our names. They are looked up only for who asks. */
    interface Others {
        Map<String, byte[]> digests();
    }

    /** The value of the header: the digest that the client likes best among those that are known. SHA-256 for who has no wish. */
    static Optional<String> header(HttpServletRequest request, Optional<Sha256> sha256, Others others) {
        if (sha256.isEmpty()) {
            return Optional.empty();
        }
        List<String> liked = liked(request);
        if (liked.isEmpty() || liked.getFirst().equals(SHA_256)) {
            return sha256.map(digest -> value(SHA_256, digest.bytes())).filter(known -> !refuses(request));
        }
        Map<String, byte[]> known = others.digests();
        for (String algorithm : liked) {
            if (algorithm.equals(SHA_256)) {
                return sha256.map(digest -> value(SHA_256, digest.bytes()));
            }
            byte[] digest = known.get(KNOWN.get(algorithm));
            if (digest != null) {
                return Optional.of(value(algorithm, digest));
            }
        }
        return refuses(request) ? Optional.empty() : sha256.map(digest -> value(SHA_256, digest.bytes()));
    }

    private static String value(String algorithm, byte[] digest) {
        return algorithm + "=:" + Base64.getEncoder().encodeToString(digest) + ":";
    }

    /** Known algorithms that the client takes, the most liked first. */
    private static List<String> liked(HttpServletRequest request) {
        return wishes(request).entrySet().stream()
                .filter(wish -> wish.getValue() > 0 && KNOWN.containsKey(wish.getKey()))
                .sorted(Comparator.comparing((Map.Entry<String, Integer> wish) -> -wish.getValue()))
                .map(Map.Entry::getKey).toList();
    }

    private static boolean refuses(HttpServletRequest request) {
        return Integer.valueOf(0).equals(wishes(request).get(SHA_256));
    }

    /** A dictionary of integers (RFC 9651); what is not one is no wish at all. */
    private static Map<String, Integer> wishes(HttpServletRequest request) {
        Map<String, Integer> wishes = new LinkedHashMap<>();
        String all = String.join(",", Collections.list(request.getHeaders(WANT_HEADER)));
        for (String member : all.split(",", -1)) {
            Matcher wish = WISH.matcher(member);
            if (!wish.matches()) {
                return Map.of();
            }
            wishes.put(wish.group(1), Integer.valueOf(wish.group(2)));
        }
        return wishes;
    }
}
