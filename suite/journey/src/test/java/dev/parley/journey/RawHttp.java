package dev.parley.journey;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.util.Locale;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * One HTTP/1.1 connection that costs the machine as little as can be: bodies leave by sendfile, and what arrives is counted and forgotten.
 * Not for several threads at once.
 */
final class RawHttp implements AutoCloseable {

    private static final int BUFFER_SIZE = 1 << 20;
    private static final int LONGEST_HEAD = 16 * 1024;
    private static final int SHORT = 64 * 1024;

    /** The answer to a request; a short body is there as a whole, a long one as far as it came in the first piece. */
    record Answer(int status, String head, long length, String begin) {

        /** The value of a header; empty when there is none. */
        String header(String name) {
            return head.lines().filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":")).findFirst()
                    .map(line -> line.substring(name.length() + 1).strip()).orElse("");
        }
    }

    private final SocketChannel socket;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_SIZE);

    RawHttp(URI server) throws IOException {
        socket = SocketChannel.open();
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
    }

    /** Sends a request whose head is given without its last, empty line. */
    Answer send(String head, byte[] body) throws IOException {
        byte[] start = (head + "\r\n").getBytes(US_ASCII);
        ByteBuffer whole = ByteBuffer.allocate(start.length + body.length).put(start).put(body).flip();
        while (whole.hasRemaining()) {
            socket.write(whole);
        }
        return read();
    }

    /** Sends a request with a file as its body. */
    Answer send(String head, FileChannel body) throws IOException {
        ByteBuffer start = ByteBuffer.wrap((head + "\r\n").getBytes(US_ASCII));
        while (start.hasRemaining()) {
            socket.write(start);
        }
        long size = body.size();
        for (long sent = 0; sent < size;) {
            sent += body.transferTo(sent, size - sent, socket);
        }
        return read();
    }

    private Answer read() throws IOException {
        buffer.clear();
        int end = -1;
        while (end < 0) {
            if (socket.read(buffer) < 0) {
                throw new EOFException("the connection ended before the answer");
            }
            end = endOfHead();
        }
        byte[] head = new byte[end];
        buffer.get(0, head);
        String text = new String(head, US_ASCII);
        Answer answer = new Answer(Integer.parseInt(text.substring(9, 12)), text, 0, "");
        if (answer.header("transfer-encoding").equals("chunked")) {
            String body = chunks(end);
            return new Answer(answer.status(), text, body.length(), body);
        }
        String written = answer.header("content-length");
        long length = written.isEmpty() ? 0 : Long.parseLong(written);
        if (length <= SHORT) {
            await(end + (int) length);
        }
        byte[] begin = new byte[(int) Math.min(length, buffer.position() - end)];
        buffer.get(end, begin);
        discard(length - begin.length);
        return new Answer(answer.status(), text, length, new String(begin, US_ASCII));
    }

    /** A body in chunks, which must not be large. */
    private String chunks(int begin) throws IOException {
        StringBuilder body = new StringBuilder();
        int at = begin;
        while (true) {
            int line = awaitLine(at);
            int size = Integer.parseInt(text(at, line), 16);
            await(line + 2 + size + 2);
            body.append(text(line + 2, line + 2 + size));
            if (size == 0) {
                return body.toString();
            }
            at = line + 2 + size + 2;
        }
    }

    private String text(int from, int to) {
        byte[] bytes = new byte[to - from];
        buffer.get(from, bytes);
        return new String(bytes, US_ASCII);
    }

    private int awaitLine(int from) throws IOException {
        for (int i = from;; i++) {
            await(i + 2);
            if (buffer.get(i) == '\r') {
                return i;
            }
        }
    }

    private void await(int bytes) throws IOException {
        while (buffer.position() < bytes) {
            if (socket.read(buffer) <= 0) {
                throw new EOFException("the answer ended early, or is too long");
            }
        }
    }

    private int endOfHead() throws IOException {
        int limit = Math.min(buffer.position(), LONGEST_HEAD);
        for (int i = 3; i < limit; i++) {
            if (buffer.get(i) == '\n' && buffer.get(i - 2) == '\n') {
                return i + 1;
            }
        }
        if (limit == LONGEST_HEAD) {
            throw new IOException("the head of the answer is too long");
        }
        return -1;
    }

    private void discard(long length) throws IOException {
        for (long left = length; left > 0;) {
            buffer.clear().limit((int) Math.min(left, BUFFER_SIZE));
            int read = socket.read(buffer);
            if (read < 0) {
                throw new EOFException("the answer ended " + left + " bytes early");
            }
            left -= read;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
