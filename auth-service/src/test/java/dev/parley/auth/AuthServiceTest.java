package dev.parley.auth;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import dev.parley.auth.password.HeldHasher;
import dev.parley.testkit.EmbeddedParts;
import dev.parley.testkit.EmbeddedPartsSet;
import dev.parley.testkit.MovableClock;

/**
 * A test against the running service on its real port, with a real database and a real Redis. Passwords are "hashed" by a
 * {@link HeldHasher}, in no time, unless {@code test.real-hasher} is true. Wrong passwords cost no delay, unless a test
 * sets it so: all tests come from one address.
 */
@EmbeddedParts
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = {
    "parley.auth.password.queue-deadline=1m", "parley.auth.attempt.account.free=1000",
    "parley.auth.attempt.address.free=100000"})
@Import({MovableClock.class, HeldHasher.InService.class})
@Timeout(value = 2, unit = TimeUnit.MINUTES)
public abstract class AuthServiceTest {

    /** 32 bytes, as an operator would have made them. */
    public static final String KEY_ENCRYPTION_KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    @Autowired
    protected Environment environment;
    @Autowired
    protected MovableClock clock;
    @Autowired
    protected JdbcClient jdbc;

    @DynamicPropertySource
    static void parts(DynamicPropertyRegistry registry) {
        EmbeddedPartsSet.shared().register(registry, "parley_auth");
        registry.add("parley.auth.secret.key-encryption-key", () -> KEY_ENCRYPTION_KEY);
    }

    /** A client of the service under test. */
    protected AuthClient client() {
        return new AuthClient(environment.getRequiredProperty("local.server.port", Integer.class));
    }

    protected static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(20));
    }
}
