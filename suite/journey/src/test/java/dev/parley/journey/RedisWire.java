package dev.parley.journey;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A connection to Redis for commands that are answered with one line. */
final class RedisWire implements AutoCloseable {

    private final Socket socket;

    /** @param url {@code redis://:password@host:port} */
    RedisWire(String url) {
        URI redis = URI.create(url);
        try {
            socket = new Socket(redis.getHost(), redis.getPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        command("AUTH", redis.getUserInfo().substring(1));
    }

    /** Runs a command and returns its answer; an error is thrown. */
    String command(String... words) {
        StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            request.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        try {
            socket.getOutputStream().write(request.toString().getBytes(UTF_8));
            StringBuilder answer = new StringBuilder();
            InputStream in = socket.getInputStream();
            for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
                answer.append((char) next);
            }
            if (answer.isEmpty() || answer.charAt(0) == '-') {
                throw new IllegalStateException(words[0] + " was answered " + answer);
            }
            return answer.toString().strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
