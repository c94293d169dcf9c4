package dev.parley.hash.digest;

import java.net.URI;
import java.util.List;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import dev.parley.testkit.BadTokensContract;
import dev.parley.testkit.ProtectedOperation;
import dev.parley.testkit.TestIssuer;

/** The service by itself: it trusts no one because of where a request came from. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "spring.rabbitmq.addresses=amqp://127.0.0.1:1")
class BadTokensTest implements BadTokensContract {

    private static final TestIssuer issuer = new TestIssuer();

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void keys(DynamicPropertyRegistry registry) {
        issuer.register(registry);
    }

    @Override
    public TestIssuer issuer() {
        return issuer;
    }

    @Override
    public URI server() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public List<ProtectedOperation> operations() {
        return List.of(ProtectedOperation.post("/api/hash?algorithms=md5"));
    }
}
