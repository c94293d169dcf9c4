package dev.parley.hash.digest;

import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;

import dev.parley.platform.problem.ProblemException;

/**
 * What a caller says that the digests of the body are, in {@code Content-Digest} or {@code Repr-Digest} (RFC 9530; without a range both are
 * over the same bytes). The fields are dictionaries of byte sequences (RFC 9651). Algorithms that are not computed here are ignored, as the
 * RFC wants it; those that it calls deprecated, such as {@code md5}, are verified: they tell of accidents.
 */
final class DeclaredDigests {

    private static final List<String> FIELDS = List.of("Content-Digest", "Repr-Digest");

    /** A member: its key, its bytes in base64, its parameters (which mean nothing here), and what separates it from the next. */
    private static final Pattern MEMBER = Pattern.compile(
            "([a-z*][a-z0-9_.*-]*)=:([A-Za-z0-9+/]*={0,2}):"
                    + "(?:; *[a-z*][a-z0-9_.*-]*(?:=(?:\"[^\"\\\\]*\"|[^\",; \\t]+))?)*+[ \\t]*(,[ \\t]*|$)");

    private final Map<DigestAlgorithm, Declared> byAlgorithm = new EnumMap<>(DigestAlgorithm.class);

    /** A digest and the field that it came in. */
    private record Declared(String field, byte[] digest) {}

    private DeclaredDigests() {}

    /** @throws ProblemException {@code malformed-digest}, also when the two fields contradict each other */
    static DeclaredDigests of(HttpServletRequest request) {
        DeclaredDigests declared = new DeclaredDigests();
        for (String field : FIELDS) {
            declared.read(field, request.getHeaders(field));
        }
        return declared;
    }

    /** The algorithms whose digests were declared and can be verified. */
    Set<DigestAlgorithm> algorithms() {
        return byAlgorithm.keySet();
    }

    /**
     * Compares what was declared with what is.
     *
     * @throws ProblemException {@code digest-mismatch} with the first algorithm that differs and the right value
     */
    void verify(Digests computed) {
        byAlgorithm.forEach((algorithm, declared) -> {
            byte[] actual = computed.values().getOrDefault(algorithm, new byte[0]);
            if (!Arrays.equals(declared.digest(), actual)) {
                String name = algorithm.fieldName().orElseThrow();
                throw new ProblemException(HashProblem.DIGEST_MISMATCH,
                        "The " + name + " of the body is not the one in "
                                + declared.field() + ".")
                        .with("algorithm", name)
                        .with("declared", encoded(declared.digest())).with("actual", encoded(actual));
            }
        });
    }

    private void read(String field, Enumeration<String> lines) {
        while (lines.hasMoreElements()) { // several lines are one list
            String line = lines.nextElement().strip();
            Matcher member = MEMBER.matcher(line);
            boolean more = !line.isEmpty();
            for (int position = 0; more; position = member.end()) {
                if (!member.region(position, line.length()).lookingAt()) {
                    throw malformed(field);
                }
                add(field, member.group(1), member.group(2));
                more = !member.group(3).isEmpty();
            }
        }
    }

    private void add(String field, String key, String base64) {
        byte[] digest;
        try {
            digest = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            throw malformed(field);
        }
        Optional<DigestAlgorithm> known = DigestAlgorithm.ofFieldName(key);
        if (known.isEmpty()) {
            return;
        }
        if (digest.length != known.get().length()) {
            throw malformed(field);
        }
        Declared before = byAlgorithm.put(known.get(), new Declared(field, digest)); // of one key twice the last counts
        if (before != null && !before.field().equals(field) && !Arrays.equals(before.digest(), digest)) {
            throw malformed(field);
        }
    }

    private static ProblemException malformed(String field) {
        return new ProblemException(HashProblem.MALFORMED_DIGEST,
                "The field " + field + " must be like sha-256=:<base64 of 32 bytes>:, several separated by commas.")
                .with("field", field);
    }

    private static String encoded(byte[] digest) {
        return Base64.getEncoder().encodeToString(digest);
    }
}
