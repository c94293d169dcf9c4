package dev.parley.platform.web;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

@SpringBootTest(classes = SampleApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT, properties = {
    "spring.main.web-application-type=servlet", "spring.config.import=classpath:parley-platform.yml"})
class ServletWebTest implements WebContract {

    @LocalServerPort
    private int port;

    @Override
    public int port() {
        return port;
    }
}
