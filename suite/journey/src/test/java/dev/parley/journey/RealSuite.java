package dev.parley.journey;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

import dev.parley.launcher.image.ServiceImages;
import dev.parley.parts.process.FreePorts;
import dev.parley.parts.process.PidFiles;
import dev.parley.parts.real.MariaDbPair;
import dev.parley.parts.real.RadosGateway;
import dev.parley.parts.real.RealPartsSet;

import static org.awaitility.Awaitility.await;

/**
 * The services as they run in production: with the profile {@code cluster}, found by Consul, on a MariaDB primary with a replica, RabbitMQ
 * with quorum queues, Redis, and Ceph for contents.
 */
final class RealSuite implements RunningSuite {

    private static final Path FOLDER = Path.of("target", "real-suite").toAbsolutePath();
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final int HEAP_MEGABYTES = 256;
    private static final String BUCKET = "parley-files";

    private final RealPartsSet parts;
    private final Map<String, ServiceProcess> services = new LinkedHashMap<>();

    private RealSuite(RealPartsSet parts, List<String> names, Function<String, Map<String, String>> more) {
        this.parts = parts;
        ServiceImages images = new ServiceImages(FOLDER.resolve("images"), JAVA);
        Map<String, Map<String, String>> environments = new LinkedHashMap<>();
        for (String name : names) {
            String service = name.replaceFirst("-\\d+$", "");
            List<String> command = images.of(service, ServiceJars.of(service)).command(JAVA, HEAP_MEGABYTES);
            int port = FreePorts.next();
            Map<String, String> environment = new LinkedHashMap<>(
                    environments.computeIfAbsent(service, this::environment));
            environment.put("PARLEY_PORT", Integer.toString(port));
            environment.putAll(more.apply(name));
            services.put(name, new ServiceProcess(FOLDER, name, port, command, environment));
        }
    }

    /** On this JVM's set of real components, with its logs in target/real-suite. */
    static RealSuite start() {
        return start(SERVICES, name -> Map.of());
    }

    /**
     * Only some services, or several instances of one.
     *
     * @param names the services in the order of their start; {@code chat-service-2} is another instance of chat-service
     * @param more environment variables of their own, by the same names
     */
    static RealSuite start(List<String> names, Function<String, Map<String, String>> more) {
        PidFiles.reap(FOLDER, Duration.ofSeconds(10));
        RealSuite suite = new RealSuite(RealPartsSet.shared(), names, more);
        try {
            // The gateway comes last, so that the first lists of services it gets are complete.
            suite.start(names.subList(0, names.size() - 1));
            suite.start(names.subList(names.size() - 1, names.size()));
            return suite;
        } catch (RuntimeException e) {
            suite.close();
            throw e;
        }
    }

    RealPartsSet parts() {
        return parts;
    }

    @Override
    public URI gateway() {
        return service("gateway").url();
    }

    @Override
    public ServiceProcess service(String name) {
        ServiceProcess service = services.get(name);
        if (service == null) {
            throw new IllegalArgumentException("There is no service " + name);
        }
        return service;
    }

    @Override
    public void close() {
        new ArrayList<>(services.values()).reversed().forEach(ServiceProcess::stop);
    }

    /** Returns when they are ready and Consul knows that they are. */
    private void start(List<String> names) {
        // Each takes more than one core while it starts.
        int atOnce = Math.max(2, Runtime.getRuntime().availableProcessors());
        try (ExecutorService threads = Executors.newFixedThreadPool(atOnce)) {
            List<Future<?>> starts = new ArrayList<>();
            names.forEach(name -> starts.add(threads.submit(service(name)::start)));
            for (Future<?> start : starts) {
                start.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the services were starting", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        }
        names.forEach(this::awaitFound);
    }

    /** Returns when Consul gives out this instance. */
    void awaitFound(String name) {
        Api consul = Api.stranger(parts.consul().url());
        String path = "/v1/health/service/" + name.replaceFirst("-\\d+$", "") + "?passing";
        await(name + " is passing in Consul").atMost(Duration.ofSeconds(60))
                .until(() -> Api.json(consul.get(path), 200).values().stream().anyMatch(
                        found -> found.path("Service").path("Port").asInt() == service(name).url().getPort()));
    }

    private Map<String, String> environment(String service) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("SPRING_PROFILES_ACTIVE", "cluster");
        environment.put("PARLEY_BIND", "127.0.0.1");
        environment.put("PARLEY_CONSUL_HOST", parts.consul().url().getHost());
        environment.put("PARLEY_CONSUL_PORT", Integer.toString(parts.consul().url().getPort()));
        environment.put("PARLEY_REDIS_URL", parts.redis().url());
        environment.put("PARLEY_AMQP_URL", parts.rabbitMq().url());
        environment.put("PARLEY_QUEUE_TYPE", "quorum");
        switch (service) {
            case "auth-service" -> {
                environment.putAll(store("parley_auth"));
                environment.put("PARLEY_AUTH_KEY_ENCRYPTION_KEY", key(1));
            }
            case "chat-service" -> {
                environment.putAll(store("parley_chat"));
                environment.put("PARLEY_CHAT_ENCRYPTION_KEY", key(2));
            }
            case "file-service" -> {
                environment.putAll(store("parley_file"));
                environment.putAll(blobs());
                environment.put("PARLEY_FILE_SIGNING_KEY", key(3));
                environment.put("PARLEY_FILE_STAGING", FOLDER.resolve("staging").toString());
            }
            default -> {
            } // the others keep nothing
        }
        return environment;
    }

    private Map<String, String> store(String schemaName) {
        MariaDbPair.Schema schema = parts.mariaDb().schema(schemaName);
        return Map.of("PARLEY_STORE_PRIMARY", schema.primaryUrl(), "PARLEY_STORE_REPLICAS", schema.replicaUrl(),
                "PARLEY_STORE_USERNAME", schema.username(), "PARLEY_STORE_PASSWORD", schema.password());
    }

    private Map<String, String> blobs() {
        RadosGateway.Access access = parts.s3().access();
        parts.s3().createBucket(BUCKET);
        return Map.of("PARLEY_FILE_S3_ENDPOINT", access.endpoint().toString(), "PARLEY_FILE_S3_REGION", access.region(),
                "PARLEY_FILE_S3_BUCKET", BUCKET, "PARLEY_FILE_S3_ACCESS_KEY", access.accessKey(),
                "PARLEY_FILE_S3_SECRET_KEY",
                access.secretKey());
    }

    /** A key of 32 bytes for tests, always the same. */
    private static String key(long seed) {
        byte[] bytes = new byte[32];
        new Random(seed).nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
