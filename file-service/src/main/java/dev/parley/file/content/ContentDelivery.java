package dev.parley.file.content;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.ServletWebRequest;

/**
 * Answers GET and HEAD with a content (RFC 9110): 200, 206 with one or several ranges, 304, 412 and 416. Memory does not depend on the
 * size. The ETag is strong, the SHA-256 of the content; until that is known there is none.
 */
@Component
public class ContentDelivery {

    /**
     * How a content is shown to a client.
     *
     * @param name the name to save it under
     * @param mediaType its type
     * @param lastModified when it got there, if that is to be told
     */
    public record Presentation(String name, MediaType mediaType, @Nullable Instant lastModified) {}

    /** Sends the content, or what the conditions and ranges of the request ask for. */
    public void deliver(ContentReader.Opened opened, Presentation presentation, HttpServletRequest request,
            HttpServletResponse response) throws IOException {
        String etag = opened.content().sha256().map(digest -> '"' + digest.hex() + '"').orElse(null);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache");
        if (new ServletWebRequest(request, response).checkNotModified(etag, lastModifiedMillis(presentation))) {
            return; // 304 or 412, with the headers that it needs
        }
        long size = opened.content().size();
        List<ByteRange> ranges = ByteRange.requested(request, response, etag, size);
        describe(presentation, response);
        boolean body = !"HEAD".equals(request.getMethod());
        if (ranges.isEmpty()) {
            response.setContentType(presentation.mediaType().toString());
            response.setContentLengthLong(size);
            send(opened, new ByteRange(0, size), response, body);
        } else if (ranges.size() == 1) {
            ByteRange range = ranges.getFirst();
            response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
            response.setContentType(presentation.mediaType().toString());
            response.setHeader(HttpHeaders.CONTENT_RANGE, range.contentRange(size));
            response.setContentLengthLong(range.length());
            send(opened, range, response, body);
        } else {
            sendSeveral(opened, presentation.mediaType(), ranges, response, body);
        }
    }

    private static void describe(Presentation presentation, HttpServletResponse response) {
        response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment()
                .filename(presentation.name(), StandardCharsets.UTF_8).build().toString());
        // A browser must neither guess a type nor run what a person has uploaded.
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
    }

    private static long lastModifiedMillis(Presentation presentation) {
        Instant lastModified = presentation.lastModified();
        return lastModified == null ? -1 : lastModified.toEpochMilli();
    }

    private static void send(ContentReader.Opened opened, ByteRange range, HttpServletResponse response, boolean body)
            throws IOException {
        if (body) {
            opened.bytes().copyTo(range.offset(), range.length(), response.getOutputStream());
        }
    }

    private static void sendSeveral(ContentReader.Opened opened, MediaType type, List<ByteRange> ranges,
            HttpServletResponse response, boolean body) throws IOException {
        String boundary = UUID.randomUUID().toString();
        long size = opened.content().size();
        byte[] end = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII);
        List<byte[]> heads = ranges.stream().map(range -> ("\r\n--" + boundary + "\r\nContent-Type: " + type
                + "\r\nContent-Range: " + range.contentRange(size) + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII))
                .toList();
        long length = end.length + ranges.stream().mapToLong(ByteRange::length).sum()
                + heads.stream().mapToLong(head -> head.length).sum();
        response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
        response.setContentType("multipart/byteranges; boundary=" + boundary);
        response.setContentLengthLong(length);
        if (!body) {
            return;
        }
        OutputStream out = response.getOutputStream();
        for (int i = 0; i < ranges.size(); i++) {
            out.write(heads.get(i));
            opened.bytes().copyTo(ranges.get(i).offset(), ranges.get(i).length(), out);
        }
        out.write(end);
    }
}
