package dev.parley.journey;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import dev.parley.launcher.image.ServiceImages;
import dev.parley.parts.process.FreePorts;
import dev.parley.parts.process.PidFiles;
import dev.parley.parts.real.MariaDbPair;
import dev.parley.parts.real.RealPartsSet;
import dev.parley.testkit.TestIssuer;

/**
 * What figures need, on the real MariaDB, Redis and RabbitMQ. Those of accounts and tokens: auth-service and two gateways, one of them
 * without its memory of sessions, and a stand-in for hash-service that costs next to nothing, so that the gateways can be looked at alone.
 * Those of chat: chat-service and a gateway, and a stand-in for auth-service, so that thousands of people cost no hashes. The services
 * run with options for servers, not with those for a quick start.
 */
final class FiguresSuite implements AutoCloseable {

    static final String AUTH = "auth-service";
    static final String CHAT = "chat-service";
    static final String FILE = "file-service";
    static final String HASH = "hash-service";
    static final String GATEWAY = "gateway";
    static final String FORGETFUL_GATEWAY = "gateway without memory";

    static final String CHAT_SCHEMA = "parley_chat";
    static final String FILE_SCHEMA = "parley_file";

    /** Of 32 bytes, in base64; nothing here is worth a secret. */
    private static final String KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private static final Path FOLDER = Path.of("target", "figures").toAbsolutePath();
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    /** The heap is there from the start, so that what a process grows by is outside of it. */
    private static final List<String> SERVER_OPTIONS = List.of("-XX:+UseParallelGC", "-Xms512m", "-Xmx512m",
            "-XX:+AlwaysPreTouch");

    private final RealPartsSet parts = RealPartsSet.shared();
    private final StandInService standIn;
    private final Map<String, ServiceProcess> services = new LinkedHashMap<>();

    private FiguresSuite(StandInService standIn) {
        this.standIn = standIn;
    }

    static FiguresSuite start() {
        return start(new StandInService(), suite -> {
            suite.run(AUTH, AUTH, suite.authSettings());
            suite.run(GATEWAY, GATEWAY, Map.of());
            suite.run(GATEWAY, FORGETFUL_GATEWAY, Map.of("PARLEY_GATEWAY_SESSION_CACHEFOR", "1ns"));
        });
    }

    /** For chat, with people whose tokens are signed with this issuer's key. */
    static FiguresSuite startChat(TestIssuer issuer) {
        return start(new StandInService("/api/auth/.well-known/jwks.json", issuer.jwks()), suite -> {
            suite.run(CHAT, CHAT, suite.chatSettings());
            suite.run(GATEWAY, GATEWAY, Map.of());
        });
    }

    /** For files, which are kept in a directory, with people whose tokens are signed with this issuer's key. */
    static FiguresSuite startFiles(TestIssuer issuer) {
        return start(new StandInService("/api/auth/.well-known/jwks.json", issuer.jwks()), suite -> {
            suite.run(FILE, FILE, suite.fileSettings());
            suite.run(HASH, HASH, Map.of("PARLEY_QUEUE_TYPE", "quorum"));
            suite.run(GATEWAY, GATEWAY, Map.of());
        });
    }

    private static FiguresSuite start(StandInService standIn, Consumer<FiguresSuite> services) {
        PidFiles.reap(FOLDER, Duration.ofSeconds(10));
        FiguresSuite suite = new FiguresSuite(standIn);
        try {
            services.accept(suite);
            return suite;
        } catch (RuntimeException e) {
            suite.close();
            throw e;
        }
    }

    RealPartsSet parts() {
        return parts;
    }

    URI url(String name) {
        return service(name).url();
    }

    /** Who is who among the processes. */
    Map<Long, String> names() {
        Map<Long, String> names = new LinkedHashMap<>();
        services.forEach((name, service) -> names.put(service.pid(), name));
        return names;
    }

    @Override
    public void close() {
        services.values().forEach(ServiceProcess::stop);
        standIn.close();
    }

    private void run(String jar, String name, Map<String, String> settings) {
        int port = FreePorts.next();
        List<String> command = new ArrayList<>(List.of(JAVA.toString()));
        command.addAll(SERVER_OPTIONS);
        // Where a profiler is wanted, it is named here.
        String more = System.getProperty("parley.figures.options", "");
        command.addAll(
                more.isBlank() ? List.of() : List.of(more.replace("{name}", name.replace(' ', '-')).split(" ", -1)));
        command.addAll(List.of("-jar",
                new ServiceImages(FOLDER.resolve("images"), JAVA).of(jar, ServiceJars.of(jar)).jar().toString()));
        Map<String, String> environment = new LinkedHashMap<>(settings);
        environment.put("PARLEY_BIND", "127.0.0.1");
        environment.put("PARLEY_PORT", Integer.toString(port));
        environment.put("PARLEY_REDIS_URL", parts.redis().url());
        environment.put("PARLEY_AMQP_URL", parts.rabbitMq().url());
        environment.put("PARLEY_SERVICES_AUTH", urlOrStandIn(AUTH));
        environment.put("PARLEY_SERVICES_CHAT", urlOrStandIn(CHAT));
        environment.put("PARLEY_SERVICES_FILE", urlOrStandIn(FILE));
        environment.put("PARLEY_SERVICES_HASH", urlOrStandIn(HASH));
        environment.put("SPRING_PROFILES_ACTIVE", "");
        if (name.equals(AUTH)) {
            environment.put("PARLEY_SERVICES_AUTH", "http://127.0.0.1:" + port);
        }
        ServiceProcess service = new ServiceProcess(FOLDER, name.replace(' ', '-'), port, command, environment);
        services.put(name, service);
        service.start();
    }

    private String urlOrStandIn(String name) {
        ServiceProcess service = services.get(name);
        return (service == null ? standIn.url() : service.url()).toString();
    }

    /** A client here does the work of many, so no limit of one client holds. */
    private Map<String, String> chatSettings() {
        return with(store(CHAT_SCHEMA), Map.of("PARLEY_QUEUE_TYPE", "quorum", "PARLEY_CHAT_ENCRYPTION_KEY", KEY,
                "PARLEY_CHAT_SOCKETS_OPERATIONSPERSECOND", "1000000", "PARLEY_CHAT_SOCKETS_OPERATIONBURST",
                "1000000"));
    }

    private Map<String, String> fileSettings() {
        return with(store(FILE_SCHEMA), Map.of("PARLEY_QUEUE_TYPE", "quorum", "PARLEY_FILE_SIGNING_KEY", KEY,
                "PARLEY_FILE_STAGING", FOLDER.resolve("staging").toString(), "PARLEY_FILE_BLOBS", blobs().toString()));
    }

    /** Where file-service keeps contents. */
    Path blobs() {
        return FOLDER.resolve("blobs");
    }

    /** Everybody comes from one address here, and some never give up: nobody is slowed down for that. */
    private Map<String, String> authSettings() {
        return with(store("parley_auth"), Map.of("PARLEY_AUTH_KEY_ENCRYPTION_KEY", KEY,
                "PARLEY_AUTH_ATTEMPT_ACCOUNT_FREE", "1000000", "PARLEY_AUTH_ATTEMPT_ADDRESS_FREE", "1000000"));
    }

    private Map<String, String> store(String schemaName) {
        MariaDbPair.Schema schema = parts.mariaDb().schema(schemaName);
        return Map.of("PARLEY_STORE_PRIMARY", schema.primaryUrl(), "PARLEY_STORE_REPLICAS", schema.replicaUrl(),
                "PARLEY_STORE_USERNAME", schema.username(), "PARLEY_STORE_PASSWORD", schema.password());
    }

    private static Map<String, String> with(Map<String, String> some, Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(some);
        all.putAll(more);
        return all;
    }

    /** A process by its name. */
    ServiceProcess service(String name) {
        ServiceProcess service = services.get(name);
        if (service == null) {
            throw new IllegalArgumentException("There is no service " + name);
        }
        return service;
    }
}
