package dev.parley.testkit;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.springframework.test.context.DynamicPropertyRegistry;

import dev.parley.parts.Part;
import dev.parley.parts.embedded.EmbeddedBroker;
import dev.parley.parts.embedded.EmbeddedMariaDb;
import dev.parley.parts.embedded.EmbeddedRedis;
import dev.parley.parts.process.FreePorts;

/**
 * MariaDB, Redis and an AMQP broker for the tests of this JVM, from Maven artifacts, on free ports of 127.0.0.1, with their data and logs
 * under {@code target/embedded-parts}. Each is started when it is first asked for and stopped when the JVM ends.
 *
 * <p>Tests do not share state: each {@link #store} is a schema of its own. Redis and the broker are shared; a test that reads what is there
 * uses keys and queues that it makes up.
 *
 * <p>A failure test stops and starts a part ({@code parts.broker().stop()}): data and port stay the same.
 */
public final class EmbeddedPartsSet {

    private static final String PASSWORD = "test-secret";

    private final PartsFolder folder;
    private final AtomicInteger schemas = new AtomicInteger();
    private final Map<Class<? extends Part>, Part> started = new LinkedHashMap<>();

    /** The relational store of one service: a schema and the account that owns it. */
    public record Store(String jdbcUrl, String username, String password) {}

    private static final class Shared {

        static final EmbeddedPartsSet SET = new EmbeddedPartsSet(PartsFolder.below(Path.of("target/embedded-parts")));

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(SET::stopAll, "stop-parts"));
        }
    }

    private EmbeddedPartsSet(PartsFolder folder) {
        this.folder = folder;
    }

    /** The one set of this JVM. */
    public static EmbeddedPartsSet shared() {
        return Shared.SET;
    }

    public EmbeddedMariaDb mariaDb() {
        return part(EmbeddedMariaDb.class, () -> new EmbeddedMariaDb(
                new EmbeddedMariaDb.Settings(folder.of("mariadb"), FreePorts.next(), PASSWORD)));
    }

    public EmbeddedRedis redis() {
        return part(EmbeddedRedis.class, () -> new EmbeddedRedis(
                new EmbeddedRedis.Settings(folder.of("redis"), FreePorts.next(), PASSWORD)));
    }

    public EmbeddedBroker broker() {
        return part(EmbeddedBroker.class, () -> new EmbeddedBroker(new EmbeddedBroker.Settings(folder.of("broker"),
                folder.of("broker").resolve("broker.log"), FreePorts.next(), "parley", PASSWORD, "parley")));
    }

    /** With its password: {@code redis://:password@127.0.0.1:port}. */
    public String redisUrl() {
        return redis().url();
    }

    /** With account and virtual host: {@code amqp://user:password@127.0.0.1:port/vhost}. */
    public String amqpUrl() {
        return broker().url();
    }

    /** A fresh, empty schema and an account for it; each call gives another one. The name only makes it recognizable. */
    public Store store(String name) {
        String schema = name + "_" + schemas.incrementAndGet();
        mariaDb().provide(schema, schema, PASSWORD);
        return new Store(mariaDb().jdbcUrl(schema), schema, PASSWORD);
    }

    /**
     * For a {@code @DynamicPropertySource} method: points {@code parley.store.*} at a fresh {@link #store}, and
     * {@code spring.data.redis.url} and {@code spring.rabbitmq.addresses} at Redis and the broker.
     */
    public Store register(DynamicPropertyRegistry registry, String schema) {
        Store store = store(schema);
        registry.add("parley.store.primary", store::jdbcUrl);
        registry.add("parley.store.username", store::username);
        registry.add("parley.store.password", store::password);
        registry.add("parley.store.replicas", () -> "");
        register(registry);
        return store;
    }

    /** The same for an application without a relational store. Starts Redis and the broker only when the application asks. */
    public void register(DynamicPropertyRegistry registry) {
        registry.add("spring.data.redis.url", this::redisUrl);
        registry.add("spring.rabbitmq.addresses", this::amqpUrl);
    }

    /** Starts again what a test stopped. */
    synchronized void restartStopped() {
        started.values().forEach(Part::start);
    }

    private synchronized <P extends Part> P part(Class<P> type, Supplier<P> making) {
        Part known = started.get(type);
        if (known == null) {
            known = making.get();
            known.start();
            started.put(type, known);
        }
        return type.cast(known);
    }

    private synchronized void stopAll() {
        started.values().forEach(Part::stop);
    }
}
