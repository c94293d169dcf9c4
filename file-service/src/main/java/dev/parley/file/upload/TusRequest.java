package dev.parley.file.upload;

import java.util.Optional;
import java.util.OptionalLong;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import dev.parley.file.FileProblem;
import dev.parley.platform.problem.ProblemException;

/** The headers of a tus request, read strictly. */
record TusRequest(HttpServletRequest request) {

    static final String VERSION = "1.0.0";
    static final String UPLOAD_TYPE = "application/offset+octet-stream";
    static final String LENGTH = "Upload-Length";
    static final String DEFER_LENGTH = "Upload-Defer-Length";

    /** Requests other than OPTIONS say which version they are of. */
    void requireVersion() {
        if (!VERSION.equals(request.getHeader("Tus-Resumable"))) {
            throw new ProblemException(FileProblem.TUS_VERSION, "Tus-Resumable must be " + VERSION);
        }
    }

    /** The length of a new upload; empty when it is to be told later. */
    OptionalLong newLength(long largest) {
        String deferred = request.getHeader(DEFER_LENGTH);
        if (deferred == null) {
            return OptionalLong.of(length(largest));
        }
        if (!"1".equals(deferred)) {
            throw malformed(DEFER_LENGTH, "must be 1");
        }
        if (request.getHeader(LENGTH) != null) {
            throw malformed(LENGTH, "and " + DEFER_LENGTH + " exclude each other");
        }
        return OptionalLong.empty();
    }

    /** The length that this request tells, if it does. */
    OptionalLong declaredLength(long largest) {
        return request.getHeader(LENGTH) == null ? OptionalLong.empty() : OptionalLong.of(length(largest));
    }

    /** Whether the new upload is a partial one, or which ones it joins; empty for an ordinary one. */
    Optional<UploadConcat> concat() {
        return header("Upload-Concat").map(UploadConcat::parse);
    }

    /** A final upload has the length of its parts. */
    void requireNoLength() {
        if (request.getHeader(LENGTH) != null || request.getHeader(DEFER_LENGTH) != null) {
            throw malformed(LENGTH, "of a final upload is that of its parts, and is not given");
        }
    }

    Optional<UploadChecksum> checksum() {
        return header("Upload-Checksum").map(UploadChecksum::parse);
    }

    long offset() {
        return number("Upload-Offset");
    }

    UploadMetadata metadata() {
        return UploadMetadata.parse(request.getHeader("Upload-Metadata"));
    }

    /** Whether the body is the bytes of an upload. */
    boolean carriesBytes() {
        String type = request.getContentType();
        return type != null && UPLOAD_TYPE.equalsIgnoreCase(type.strip());
    }

    void requireBytes() {
        if (!carriesBytes()) {
            throw new ProblemException(FileProblem.UPLOAD_CONTENT_TYPE, "Content-Type must be " + UPLOAD_TYPE);
        }
    }

    /** The length of the body, where the client says it beforehand. */
    OptionalLong bodyLength() {
        long length = request.getContentLengthLong();
        return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
    }

    private long length(long largest) {
        long length = number(LENGTH);
        if (length > largest) {
            throw new ProblemException(FileProblem.UPLOAD_TOO_LARGE, "an upload has at most " + largest + " bytes");
        }
        return length;
    }

    private Optional<String> header(String name) {
        @Nullable
        String text = request.getHeader(name);
        return Optional.ofNullable(text).map(String::strip);
    }

    private long number(String header) {
        String text = request.getHeader(header);
        if (text == null || text.isEmpty() || text.length() > 18 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw malformed(header, "must be a number that is not negative");
        }
        return Long.parseLong(text);
    }

    private static ProblemException malformed(String header, String message) {
        return new ProblemException(FileProblem.TUS_HEADER, header + " " + message);
    }
}
