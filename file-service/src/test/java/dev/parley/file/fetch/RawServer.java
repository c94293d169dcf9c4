package dev.parley.file.fetch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Somebody else's server, that answers whatever bytes a test wants, one connection a request. */
final class RawServer implements AutoCloseable {

    private final ServerSocket server;
    private final Answer answer;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** Writes an answer; the connection is closed afterwards. */
    @FunctionalInterface
    interface Answer {
        void write(Request request, OutputStream out) throws IOException, InterruptedException;
    }

    /** What was asked for; names of headers are in lower case. */
    record Request(String line, Map<String, String> headers) {

        String path() {
            return line.split(" ", 3)[1];
        }

        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }

        /** From where on the content is wanted. */
        int offset() {
            return header("range").map(range -> Integer.parseInt(range.replaceAll("\\D", ""))).orElse(0);
        }
    }

    RawServer(Answer answer) {
        this(FetchSettingsFixture.SERVER_ADDRESS, answer);
    }

    RawServer(String address, Answer answer) {
        this.answer = answer;
        try {
            this.server = new ServerSocket(0, 50, InetAddress.ofLiteral(address));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.startVirtualThread(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    String url(String path) {
        return "http://" + server.getInetAddress().getHostAddress() + ":" + port() + path;
    }

    List<Request> requests() {
        return requests;
    }

    static void text(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** An answer with these header lines and this body. */
    static Answer answering(String head, byte[] body) {
        return (request, out) -> {
            text(out, head.strip().replace("\n", "\r\n") + "\r\n\r\n");
            out.write(body);
        };
    }

    /** Sends on to this address. */
    static Answer redirecting(String location) {
        return answering("HTTP/1.1 302 Found\nContent-Length: 0\nLocation: " + location, new byte[0]);
    }

    /** A content that can be asked for from any byte on, with a strong validator. */
    static Answer content(byte[] content) {
        return (request, out) -> part(request, out, content, "\"v1\"");
    }

    /** Answers as a good server does: If-Range decides between the rest and the whole. */
    static void part(Request request, OutputStream out, byte[] content, String etag) throws IOException {
        boolean rest = request.header("range").isPresent()
                && request.header("if-range").filter(etag::equals).isPresent();
        int from = rest ? request.offset() : 0;
        text(out, (rest
                ? "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes " + from + "-" + (content.length - 1) + "/"
                        + content.length
                : "HTTP/1.1 200 OK") + "\r\nETag: " + etag + "\r\nContent-Type: text/x-test"
                + "\r\nContent-Length: " + (content.length - from) + "\r\n\r\n");
        out.write(content, from, content.length - from);
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                Thread.startVirtualThread(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket; OutputStream out = socket.getOutputStream()) {
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(),
                    StandardCharsets.ISO_8859_1));
            String line = in.readLine();
            if (line == null) {
                return;
            }
            Map<String, String> headers = new TreeMap<>();
            for (String header = in.readLine(); header != null && !header.isEmpty(); header = in.readLine()) {
                int colon = header.indexOf(':');
                headers.put(header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
            }
            Request request = new Request(line, headers);
            requests.add(request);
            answer.write(request, out);
        } catch (IOException | InterruptedException gone) {
            // whoever asked does not listen any more: what the test looks at is what they made of it
        } finally {
            open.remove(socket);
        }
    }
}
