package dev.parley.parts.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.parley.parts.PartFailedException;
import dev.parley.parts.process.FreePorts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EmbeddedRedisTest {

    private Path directory = Path.of("target");
    private EmbeddedRedis redis = new EmbeddedRedis(new EmbeddedRedis.Settings(directory, FreePorts.next(), "unused"));

    @BeforeEach
    void start() throws Exception {
        directory = Files.createTempDirectory(Files.createDirectories(Path.of("target/parts")).toAbsolutePath(),
                "redis");
        redis = new EmbeddedRedis(new EmbeddedRedis.Settings(directory, FreePorts.next(), "secret"));
        redis.start();
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    @Test
    void dataSurvivesAStop() throws Exception {
        assertThat(say("AUTH secret", "SET greeting hello")).isEqualTo("+OK");

        redis.stop();
        assertThat(redis.isRunning()).isFalse();
        redis.start();

        assertThat(say("AUTH secret", "STRLEN greeting")).isEqualTo(":5");
    }

    @Test
    void nobodyGetsInWithoutThePassword() throws Exception {
        assertThat(say("PING")).startsWith("-NOAUTH");
        assertThat(Files.getPosixFilePermissions(directory.resolve("redis.conf")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void itComesBackAfterAKill() throws Exception {
        redis.kill();
        assertThat(redis.isRunning()).isFalse();

        redis.start();

        assertThat(say("AUTH secret", "PING")).isEqualTo("+PONG");
    }

    @Test
    void aTakenPortIsToldInOneSentence() throws Exception {
        redis.stop();
        try (ServerSocket taken = new ServerSocket(redis.port(), 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(redis::start).isInstanceOf(PartFailedException.class)
                    .hasMessage("Redis cannot be started: port " + taken.getLocalPort() + " on 127.0.0.1 is taken.");
        }
    }

    /** Sends inline commands and gives the answer to the last one. */
    private String say(String... commands) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", redis.port());
                BufferedReader answers = new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            String answer = "";
            for (String command : commands) {
                socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
                answer = String.valueOf(answers.readLine());
            }
            return answer;
        }
    }
}
