package dev.parley.file.content;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

import dev.parley.file.FileProblem;
import dev.parley.platform.problem.ProblemException;

/**
 * Answers GET and HEAD with a content (RFC 9110): 200, 206 with one or several ranges, 304, 412 and 416. Memory does not depend on the
 * size. The ETag is strong, the SHA-256 of the content; until that is known there is none.
 */
@Component
public class ContentDelivery {

    private final UniqueFiles contents;

    ContentDelivery(UniqueFiles contents) {
        this.contents = contents;
    }

    /**
     * How a content is shown to a client.
     *
     * @param name the name to save it under
     * @param mediaType its type
     * @param lastModified when it got there, if that is to be told
     */
    public record Presentation(String name, MediaType mediaType, @Nullable Instant lastModified) {}

    /**
     * What is asked when it is clear that bytes will leave, before the first of them and of the headers: not for HEAD, and not when
     * the conditions or ranges of the request come to 304, 412 or 416. May refuse with a {@link ProblemException}.
     */
    @FunctionalInterface
    public interface Permission {

        /** Nothing but the request's own conditions keeps the content from being sent. */
        Permission GRANTED = () -> {};

        void ask();
    }

    /** Sends the content, or what the conditions and ranges of the request ask for. */
    public void deliver(ContentReader.Opened opened, Presentation presentation, Permission permission,
            HttpServletRequest request, HttpServletResponse response) throws IOException {
        Validators validators = Validators.of(opened.content(), presentation.lastModified());
        String disposition = SavedName.disposition(request, presentation.name(), presentation.mediaType());
        boolean body = !"HEAD".equals(request.getMethod());
        Validators.Outcome outcome = validators.check(request);
        if (outcome == Validators.Outcome.FAILED) {
            throw new ProblemException(FileProblem.PRECONDITION_FAILED, "the content is another one, or was changed");
        }
        // Only for GET are ranges defined.
        Optional<List<ByteRange>> ranges = body && outcome == Validators.Outcome.SEND && validators.rangesHold(request)
                ? ByteRange.requested(request, opened.content().size())
                : Optional.empty();
        if (ranges.isPresent() && ranges.get().isEmpty()) {
            throw outside(opened.content().size(), response);
        }
        if (body && outcome == Validators.Outcome.SEND) {
            permission.ask();
        }
        validators.describe(response);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache");
        if (outcome == Validators.Outcome.NOT_MODIFIED) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        describe(opened.content(), disposition, request, response);
        if (ranges.isEmpty()) {
            sendWhole(opened, presentation.mediaType(), response, body);
        } else {
            sendRanges(opened, presentation.mediaType(), ranges.get(), response);
        }
    }

    private static ProblemException outside(long size, HttpServletResponse response) {
        response.setHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + size);
        return new ProblemException(FileProblem.RANGE_NOT_SATISFIABLE, "the content has " + size + " bytes")
                .with("size", size);
    }

    private void describe(UniqueFile content, String disposition, HttpServletRequest request,
            HttpServletResponse response) {
        response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, disposition);
        ReprDigest.header(request, content.sha256(), () -> contents.digests(content.id()))
                .ifPresent(digest -> response.setHeader(ReprDigest.HEADER, digest));
        // A browser must neither guess a type nor run what a person has uploaded.
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
    }

    private static void sendWhole(ContentReader.Opened opened, MediaType type, HttpServletResponse response,
            boolean body) throws IOException {
        long size = opened.content().size();
        response.setContentType(type.toString());
        response.setContentLengthLong(size);
        if (body) {
            opened.bytes().copyTo(0, size, response.getOutputStream());
        }
    }

    private static void sendRanges(ContentReader.Opened opened, MediaType type, List<ByteRange> ranges,
            HttpServletResponse response) throws IOException {
        response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
        if (ranges.size() > 1) {
            sendParts(opened, type, ranges, response);
            return;
        }
        ByteRange range = ranges.getFirst();
        response.setContentType(type.toString());
        response.setHeader(HttpHeaders.CONTENT_RANGE, range.contentRange(opened.content().size()));
        response.setContentLengthLong(range.length());
        opened.bytes().copyTo(range.offset(), range.length(), response.getOutputStream());
    }

    private static void sendParts(ContentReader.Opened opened, MediaType type, List<ByteRange> ranges,
            HttpServletResponse response) throws IOException {
        String boundary = UUID.randomUUID().toString();
        long size = opened.content().size();
        byte[] end = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII);
        List<byte[]> heads = ranges.stream().map(range -> ("\r\n--" + boundary + "\r\nContent-Type: " + type
                + "\r\nContent-Range: " + range.contentRange(size) + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII))
                .toList();
        response.setContentType("multipart/byteranges; boundary=" + boundary);
        response.setContentLengthLong(end.length + ranges.stream().mapToLong(ByteRange::length).sum()
                + heads.stream().mapToLong(head -> head.length).sum());
        OutputStream out = response.getOutputStream();
        for (int i = 0; i < ranges.size(); i++) {
            out.write(heads.get(i));
            opened.bytes().copyTo(ranges.get(i).offset(), ranges.get(i).length(), out);
        }
        out.write(end);
    }
}
