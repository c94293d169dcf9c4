package dev.parley.journey;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/** A kept connection for load: one request after the other, as bytes, with next to no work of its own. For one thread. */
final class Wire implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 60_000;
    private static final byte[] HEAD_END = "\r\n\r\n".getBytes(ISO_8859_1);
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(ISO_8859_1);
    private static final String LENGTH = "content-length:";

    private final Socket socket;
    private final InputStream in;
    private byte[] buffer = new byte[8192];
    private int filled;
    private int bodyStart;
    private boolean chunked;

    Wire(URI server) {
        try {
            socket = new Socket(server.getHost(), server.getPort());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            in = socket.getInputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes of a request; with a body of JSON, unless it is empty. */
    static byte[] request(String method, String path, String token, String body) {
        String authorization = token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n";
        byte[] content = body.getBytes(UTF_8);
        String entity = content.length == 0 && method.equals("GET")
                ? ""
                : "Content-Type: application/json\r\nContent-Length: " + content.length + "\r\n";
        return (method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + authorization + entity + "\r\n" + body)
                .getBytes(UTF_8);
    }

    /** Sends a request and reads the whole answer; its status. */
    int exchange(byte[] request) {
        try {
            socket.getOutputStream().write(request);
            filled = 0;
            int headEnd = readUntil(HEAD_END, 0);
            bodyStart = headEnd + HEAD_END.length;
            String head = new String(buffer, 0, headEnd, ISO_8859_1).toLowerCase(Locale.ROOT);
            chunked = head.contains("transfer-encoding: chunked");
            int at = head.indexOf(LENGTH);
            if (at >= 0) {
                int end = head.indexOf('\r', at);
                int length = Integer
                        .parseInt(head.substring(at + LENGTH.length(), end < 0 ? head.length() : end).strip());
                readTo(bodyStart + length);
            } else if (chunked) {
                readUntil(LAST_CHUNK, bodyStart);
            }
            return Integer.parseInt(head.substring(9, 12));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The body of the last answer. */
    String body() {
        StringBuilder body = new StringBuilder();
        int at = bodyStart;
        while (chunked) {
            int lineEnd = at;
            while (buffer[lineEnd] != '\r') {
                lineEnd++;
            }
            int size = Integer.parseInt(new String(buffer, at, lineEnd - at, ISO_8859_1), 16);
            if (size == 0) {
                return body.toString();
            }
            body.append(new String(buffer, lineEnd + 2, size, UTF_8));
            at = lineEnd + 2 + size + 2;
        }
        return new String(buffer, bodyStart, filled - bodyStart, UTF_8);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int readUntil(byte[] end, int from) throws IOException {
        int start = from;
        while (true) {
            for (int i = start; i <= filled - end.length; i++) {
                if (Arrays.equals(buffer, i, i + end.length, end, 0, end.length)) {
                    return i;
                }
            }
            start = Math.max(from, filled - end.length + 1);
            readTo(filled + 1);
        }
    }

    private void readTo(int wanted) throws IOException {
        while (filled < wanted) {
            if (filled == buffer.length) {
                buffer = Arrays.copyOf(buffer, buffer.length * 2);
            }
            int read = in.read(buffer, filled, buffer.length - filled);
            if (read < 0) {
                throw new IOException("the connection was closed");
            }
            filled += read;
        }
    }
}
