package dev.parley.hash.digest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

import dev.parley.platform.problem.FieldViolation;
import dev.parley.platform.problem.ProblemException;

/** {@code POST /api/hash?algorithms=sha-256,crc32c}: the body is the content, of any size and any media type. */
@RestController
class DigestController {

    private static final String ALGORITHMS = "algorithms";

    @PostMapping(path = "/api/hash", produces = MediaType.APPLICATION_JSON_VALUE)
    Answer digest(HttpServletRequest request) {
        Set<DigestAlgorithm> asked = algorithms(request.getQueryString());
        DeclaredDigests declared = DeclaredDigests.of(request);
        Set<DigestAlgorithm> needed = EnumSet.copyOf(asked);
        needed.addAll(declared.algorithms());
        try (InputStream body = request.getInputStream()) {
            Digests digests = Digests.of(body, needed);
            declared.verify(digests);
            return Answer.of(digests, asked, declared.algorithms());
        } catch (IOException cut) {
            throw new ProblemException(HashProblem.INCOMPLETE_BODY, "The body could not be read to its end.");
        }
    }

    /**
     * Reads the parameter from the query itself: the servlet API looks for parameters in a form body too, and so would
     * swallow the content of a client that labels it as one (curl does unless told otherwise).
     */
    private static Set<DigestAlgorithm> algorithms(@Nullable String query) {
        Set<DigestAlgorithm> algorithms = EnumSet.noneOf(DigestAlgorithm.class);
        String written = query == null ? "" : query;
        for (String value : UriComponentsBuilder.newInstance().query(written).build().getQueryParams()
                .getOrDefault(ALGORITHMS, List.of())) {
            for (String name : decoded(value).split(",", -1)) {
                algorithms.add(DigestAlgorithm.ofWireName(name).orElseThrow(() -> unknown(name)));
            }
        }
        if (algorithms.isEmpty()) {
            throw unknown("");
        }
        return algorithms;
    }

    private static String decoded(@Nullable String value) {
        try {
            return value == null ? "" : UriUtils.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException badEscape) {
            throw unknown("%");
        }
    }

    private static ProblemException unknown(String name) {
        List<String> known = DigestAlgorithm.wireNames();
        String detail = name.isEmpty()
                ? "Name at least one algorithm in the query parameter 'algorithms'."
                : "This algorithm is not known here.";
        return new ProblemException(HashProblem.UNKNOWN_ALGORITHM, detail)
                .with("errors", List.of(new FieldViolation(ALGORITHMS, "must be of " + String.join(", ", known))))
                .with("known", known);
    }

    /**
     * The answer as callers see it.
     *
     * @param size of the body in bytes
     * @param digests those that were asked for
     * @param verified keys of Content-Digest and Repr-Digest that were compared, and are right
     */
    record Answer(long size, List<Entry> digests, List<String> verified) {

        /** One digest; {@code contentDigest} is as the field of that name has it, where RFC 9530 registers the algorithm. */
        record Entry(String algorithm, String hex, String base64, @Nullable String contentDigest) {}

        static Answer of(Digests digests, Set<DigestAlgorithm> asked, Set<DigestAlgorithm> verified) {
            return new Answer(digests.size(),
                    digests.values().entrySet().stream().filter(each -> asked.contains(each.getKey()))
                            .map(each -> entry(each.getKey(), each.getValue())).toList(),
                    verified.stream().flatMap(algorithm -> algorithm.fieldName().stream()).toList());
        }

        private static Entry entry(DigestAlgorithm algorithm, byte[] digest) {
            String base64 = Base64.getEncoder().encodeToString(digest);
            return new Entry(algorithm.wireName(), HexFormat.of().formatHex(digest), base64,
                    algorithm.fieldName().map(key -> key + "=:" + base64 + ":").orElse(null));
        }
    }
}
