package dev.parley.file.upload;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.parley.file.FileProblem;
import dev.parley.platform.id.Ids;
import dev.parley.platform.problem.ProblemException;

/**
 * The Upload-Concat header (tus 1.0.0, concatenation): {@code partial}, or {@code final;} and the addresses of the partial uploads in their
 * order, separated by spaces. An address is a path or absolute; which host it names is not looked at, since only the gateway knows its own.
 *
 * @param header as it came
 * @param parts the ids of the partial uploads; none for a partial upload
 */
record UploadConcat(String header, List<Long> parts) {

    static final String PARTIAL = "partial";
    private static final String FINAL = "final;";
    private static final int LONGEST = 8192;

    /** Reads a header strictly. */
    static UploadConcat parse(String header) {
        if (header.length() > LONGEST) {
            throw malformed("is longer than " + LONGEST + " characters");
        }
        if (!header.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw malformed("must be ASCII");
        }
        if (PARTIAL.equals(header)) {
            return new UploadConcat(header, List.of());
        }
        if (!header.startsWith(FINAL)) {
            throw malformed("must be partial, or final; and the addresses of partial uploads");
        }
        List<Long> parts = Stream.of(header.substring(FINAL.length()).strip().split(" +", -1)).map(UploadConcat::partAt)
                .toList();
        if (new HashSet<>(parts).size() != parts.size()) {
            throw malformed("names an upload twice");
        }
        return new UploadConcat(header, parts);
    }

    boolean partial() {
        return parts.isEmpty();
    }

    private static long partAt(String address) {
        return pathOf(address).filter(path -> path.startsWith(UploadController.PATH + "/"))
                .flatMap(path -> Ids.parse(path.substring(UploadController.PATH.length() + 1)))
                .orElseThrow(() -> malformed("must name uploads by their addresses"));
    }

    private static Optional<String> pathOf(String address) {
        try {
            return Optional.ofNullable(new URI(address).getPath());
        } catch (URISyntaxException unreadable) {
            return Optional.empty();
        }
    }

    private static ProblemException malformed(String message) {
        return new ProblemException(FileProblem.TUS_HEADER, "Upload-Concat " + message);
    }
}
