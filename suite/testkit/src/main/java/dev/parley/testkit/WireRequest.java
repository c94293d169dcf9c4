package dev.parley.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/** A request as bytes on a connection of its own: an HTTP client would refuse to send some of the headers, or change them. */
final class WireRequest {

    private static final int PATIENCE_MILLIS = 60_000;
    private static final int SWITCHING_PROTOCOLS = 101;

    /** What came back: status, headers as they were written, and as much of the body as was announced. */
    record Answer(int status, List<String> headers, String body) {

        Optional<String> header(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return headers.stream().filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(line -> line.substring(start.length()).strip()).findFirst();
        }
    }

    private WireRequest() {}

    /** Sends the operation with this header, if there is any, and returns what is answered. */
    static Answer send(URI server, ProtectedOperation operation, String authorization) {
        StringBuilder request = new StringBuilder(operation.method() + " " + operation.path() + " HTTP/1.1\r\n");
        request.append("Host: ").append(server.getAuthority()).append("\r\n");
        if (!authorization.isEmpty()) {
            request.append("Authorization: ").append(authorization).append("\r\n");
        }
        if (operation.isHandshake()) {
            request.append("Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n")
                    .append("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        } else {
            request.append("Content-Length: 0\r\nConnection: close\r\n\r\n");
        }
        try (Socket connection = new Socket(server.getHost(), server.getPort())) {
            connection.setSoTimeout(PATIENCE_MILLIS);
            connection.getOutputStream().write(request.toString().getBytes(UTF_8));
            return read(connection.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(operation + " was not answered", e);
        }
    }

    private static Answer read(InputStream in) throws IOException {
        String head = readHead(in);
        List<String> lines = Arrays.asList(head.split("\r\n", -1));
        int status = Integer.parseInt(lines.getFirst().split(" ", -1)[1]);
        Answer answer = new Answer(status, List.copyOf(lines.subList(1, lines.size())), "");
        return new Answer(status, answer.headers(), status == SWITCHING_PROTOCOLS ? "" : readBody(answer, in));
    }

    private static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the connection was closed after: " + head);
            }
            head.append((char) next);
        }
        return head.substring(0, head.length() - 4);
    }

    /** By its length, or else all there is: chunks are not put together. */
    private static String readBody(Answer answer, InputStream in) throws IOException {
        Optional<Integer> length = answer.header("Content-Length").map(Integer::valueOf);
        return new String(length.isPresent() ? in.readNBytes(length.get()) : in.readAllBytes(), ISO_8859_1);
    }
}
