package dev.parley.file.upload;

import java.util.OptionalLong;

import jakarta.servlet.http.HttpServletRequest;

import dev.parley.file.FileProblem;
import dev.parley.platform.problem.ProblemException;

/** The headers of a tus request, read strictly. */
record TusRequest(HttpServletRequest request) {

    static final String VERSION = "1.0.0";
    static final String UPLOAD_TYPE = "application/offset+octet-stream";

    /** Requests other than OPTIONS say which version they are of. */
    void requireVersion() {
        if (!VERSION.equals(request.getHeader("Tus-Resumable"))) {
            throw new ProblemException(FileProblem.TUS_VERSION, "Tus-Resumable must be " + VERSION);
        }
    }

    /** The length of a new upload. */
    long length(long largest) {
        if (request.getHeader("Upload-Concat") != null || request.getHeader("Upload-Defer-Length") != null) {
            throw new ProblemException(FileProblem.TUS_HEADER,
                    "concatenation and deferred lengths are not offered, see Tus-Extension");
        }
        long length = number("Upload-Length");
        if (length > largest) {
            throw new ProblemException(FileProblem.UPLOAD_TOO_LARGE, "an upload has at most " + largest + " bytes");
        }
        return length;
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

    private long number(String header) {
        String text = request.getHeader(header);
        if (text == null || text.isEmpty() || text.length() > 18 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new ProblemException(FileProblem.TUS_HEADER, header + " must be a number that is not negative");
        }
        return Long.parseLong(text);
    }
}
