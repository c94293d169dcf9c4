package dev.parley.launcher;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import dev.parley.launcher.home.Home;
import dev.parley.launcher.home.Secret;
import dev.parley.launcher.home.Secrets;
import dev.parley.parts.Part;
import dev.parley.parts.embedded.EmbeddedBroker;
import dev.parley.parts.embedded.EmbeddedMariaDb;
import dev.parley.parts.embedded.EmbeddedRedis;
import dev.parley.parts.process.FreePorts;

/** MariaDB and Redis as child processes and the broker in this JVM, all on free ports of 127.0.0.1. */
public final class EmbeddedSuiteParts {

    private final Secrets secrets;
    private final EmbeddedMariaDb mariaDb;
    private final EmbeddedRedis redis;
    private final EmbeddedBroker broker;

    EmbeddedSuiteParts(Home home, Secrets secrets) {
        this.secrets = secrets;
        this.mariaDb = new EmbeddedMariaDb(new EmbeddedMariaDb.Settings(home.data("mariadb"), FreePorts.next(),
                secrets.get(Secret.MARIADB_ROOT_PASSWORD)), home.freshLog("mariadb"));
        this.redis = new EmbeddedRedis(
                new EmbeddedRedis.Settings(home.data("redis"), FreePorts.next(), secrets.get(Secret.REDIS_PASSWORD)),
                home.freshLog("redis"));
        // The broker logs with this JVM; launcher.log is where the command sends that.
        this.broker = new EmbeddedBroker(
                new EmbeddedBroker.Settings(home.data("broker"), home.logs().resolve("launcher.log"),
                        FreePorts.next(), "parley", secrets.get(Secret.AMQP_PASSWORD), "parley"));
    }

    public EmbeddedMariaDb mariaDb() {
        return mariaDb;
    }

    public EmbeddedRedis redis() {
        return redis;
    }

    public EmbeddedBroker broker() {
        return broker;
    }

    /**
     * Starts them, makes the services' schemas, and returns when all can be used.
     *
     * @throws RuntimeException when one does not start, with a message for a person; the others may run
     */
    void start(Progress progress) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Void>> starts = List.of(() -> start(broker, progress), () -> start(mariaDb, progress),
                    () -> start(redis, progress));
            for (Future<Void> start : threads.invokeAll(starts)) {
                start.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the parts were starting", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        }
    }

    /** The environment variables that tell this service where its parts are. */
    Map<String, String> environment(ServiceKind service) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("PARLEY_REDIS_URL", redis.url());
        environment.put("PARLEY_AMQP_URL", broker.url());
        environment.put("PARLEY_QUEUE_TYPE", "classic");
        service.storeAccount().ifPresent(account -> {
            environment.put("PARLEY_STORE_PRIMARY", mariaDb.jdbcUrl(account.schema()));
            environment.put("PARLEY_STORE_REPLICAS", "");
            environment.put("PARLEY_STORE_USERNAME", account.schema());
            environment.put("PARLEY_STORE_PASSWORD", secrets.get(account.password()));
        });
        return environment;
    }

    /** Those that run now. */
    public List<Part> running() {
        return Stream.<Part>of(mariaDb, redis, broker).filter(Part::isRunning).toList();
    }

    /** Stops those that run, in order. */
    void stop(Progress progress) {
        for (Part part : List.of(broker, redis, mariaDb)) {
            if (part.isRunning()) {
                Instant begin = Instant.now();
                part.stop();
                progress.stopped(part.name(), Duration.between(begin, Instant.now()));
            }
        }
    }

    private Void start(Part part, Progress progress) {
        Instant begin = Instant.now();
        part.start();
        if (part == mariaDb) {
            provideStores();
        }
        progress.ready(part.name(), Duration.between(begin, Instant.now()));
        return null;
    }

    private void provideStores() {
        for (ServiceKind service : ServiceKind.values()) {
            service.storeAccount()
                    .ifPresent(account -> mariaDb.provide(account.schema(), account.schema(),
                            secrets.get(account.password())));
        }
    }
}
