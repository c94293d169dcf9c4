package dev.parley.journey;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Answers every request without a body with the same few bytes, or those for its path, at hardly any cost. */
final class StandInService implements AutoCloseable {

    private static final byte[] ANSWER = answer("{}");

    private final ServerSocket server;
    private final String path;
    private final byte[] answerForPath;

    StandInService() {
        this("", "");
    }

    /** With this JSON as the answer for this path. */
    StandInService(String path, String json) {
        this.path = path;
        this.answerForPath = answer(json);
        try {
            server = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = server.accept();
                Thread.ofVirtual().start(() -> serve(connection));
            }
        } catch (IOException closed) {
            // The end.
        }
    }

    private static byte[] answer(String json) {
        return ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + json.length() + "\r\n\r\n"
                + json).getBytes(US_ASCII);
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            InputStream in = connection.getInputStream();
            byte[] buffer = new byte[8192];
            byte[] special = ("GET " + path + " ").getBytes(US_ASCII);
            int matched = 0;
            boolean forPath = false;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                forPath = forPath || !path.isEmpty() && Arrays.mismatch(special, buffer) == special.length;
                for (int i = 0; i < read; i++) {
                    matched = buffer[i] == (matched % 2 == 0 ? '\r' : '\n') ? matched + 1 : buffer[i] == '\r' ? 1 : 0;
                    if (matched == 4) {
                        connection.getOutputStream().write(forPath ? answerForPath : ANSWER);
                        matched = 0;
                        forPath = false;
                    }
                }
            }
        } catch (IOException gone) {
            // The caller has gone away.
        }
    }
}
