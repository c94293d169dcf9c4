package dev.parley.parts.real;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@NeedsReal(RealComponent.REDIS)
class RedisNodeTest {

    private final RedisNode redis = RealPartsSet.shared().redis();

    @Test
    void anAnsweredWriteSurvivesAKill() throws IOException {
        Needs.ours(redis);
        assertThat(ask("SET parley:kept yes")).isEqualTo("+OK");

        redis.kill();
        assertThat(redis.isRunning()).isFalse();
        redis.start();

        assertThat(ask("EXISTS parley:kept")).isEqualTo(":1");
    }

    @Test
    void itComesBackOnTheSamePortAfterAStop() throws IOException {
        Needs.ours(redis);
        redis.stop();
        redis.start();

        assertThat(ask("PING")).isEqualTo("+PONG");
    }

    @Test
    void withoutThePasswordItRefuses() throws IOException {
        Needs.ours(redis);
        URI url = URI.create(redis.url());
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            assertThat(line(socket, "PING")).startsWith("-NOAUTH");
        }
    }

    private String ask(String command) throws IOException {
        URI url = URI.create(redis.url());
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            String userInfo = url.getUserInfo();
            assertThat(line(socket, "AUTH " + userInfo.substring(userInfo.indexOf(':') + 1))).isEqualTo("+OK");
            return line(socket, command);
        }
    }

    private static String line(Socket socket, String command) throws IOException {
        socket.setSoTimeout(60_000);
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }
}
