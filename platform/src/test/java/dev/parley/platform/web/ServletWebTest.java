package dev.parley.platform.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(classes = SampleApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT, properties = {
    "spring.main.web-application-type=servlet", "spring.config.import=classpath:parley-platform.yml"})
@Import(BreaksOff.class)
class ServletWebTest implements WebContract {

    @LocalServerPort
    private int port;

    @Override
    public int port() {
        return port;
    }

    /** An early end of a content's source is among the failures that Spring takes for a client that went away. */
    @Test
    void anAnswerThatBreaksOffEndsTheConnectionAtOnce() throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.setSoTimeout(10_000); // an idle connection would be kept for longer
            client.getOutputStream()
                    .write(("GET /open/breaks-off HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(US_ASCII));

            String answer = new String(client.getInputStream().readAllBytes(), US_ASCII);

            assertThat(answer).startsWith("HTTP/1.1 200").containsIgnoringCase("Content-Length: 100")
                    .endsWith("\r\n\r\nten bytes!");
        }
    }
}
