package dev.parley.journey;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.parley.launcher.image.ServiceImages;
import dev.parley.parts.process.FreePorts;
import dev.parley.parts.process.PidFiles;
import dev.parley.parts.real.MariaDbPair;
import dev.parley.parts.real.RealPartsSet;

/**
 * What the figures of accounts and tokens need: auth-service and two gateways, one of them without its memory of sessions, on the real
 * MariaDB, Redis and RabbitMQ. The services run with options for servers, not with those for a quick start. In the place of hash-service
 * is a stand-in that costs next to nothing, so that the gateways can be looked at alone.
 */
final class FiguresSuite implements AutoCloseable {

    static final String AUTH = "auth-service";
    static final String GATEWAY = "gateway";
    static final String FORGETFUL_GATEWAY = "gateway without memory";

    private static final Path FOLDER = Path.of("target", "figures").toAbsolutePath();
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final List<String> SERVER_OPTIONS = List.of("-XX:+UseParallelGC", "-Xms512m", "-Xmx512m");

    private final RealPartsSet parts = RealPartsSet.shared();
    private final StandInService standIn = new StandInService();
    private final Map<String, ServiceProcess> services = new LinkedHashMap<>();

    private FiguresSuite() {}

    static FiguresSuite start() {
        PidFiles.reap(FOLDER, Duration.ofSeconds(10));
        FiguresSuite suite = new FiguresSuite();
        try {
            suite.run(AUTH, AUTH, suite.authSettings());
            suite.run(GATEWAY, GATEWAY, Map.of());
            suite.run(GATEWAY, FORGETFUL_GATEWAY, Map.of("PARLEY_GATEWAY_SESSION_CACHEFOR", "1ns"));
            return suite;
        } catch (RuntimeException e) {
            suite.close();
            throw e;
        }
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
        environment.put("PARLEY_SERVICES_AUTH",
                name.equals(AUTH) ? "http://127.0.0.1:" + port : service(AUTH).url().toString());
        environment.put("PARLEY_SERVICES_HASH", standIn.url().toString());
        environment.put("SPRING_PROFILES_ACTIVE", "");
        ServiceProcess service = new ServiceProcess(FOLDER, name.replace(' ', '-'), port, command, environment);
        services.put(name, service);
        service.start();
    }

    /** Everybody comes from one address here, and some never give up: nobody is slowed down for that. */
    private Map<String, String> authSettings() {
        MariaDbPair.Schema schema = parts.mariaDb().schema("parley_auth");
        return Map.of("PARLEY_STORE_PRIMARY", schema.primaryUrl(), "PARLEY_STORE_REPLICAS", schema.replicaUrl(),
                "PARLEY_STORE_USERNAME", schema.username(), "PARLEY_STORE_PASSWORD", schema.password(),
                "PARLEY_AUTH_KEY_ENCRYPTION_KEY", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
                "PARLEY_AUTH_ATTEMPT_ACCOUNT_FREE", "1000000", "PARLEY_AUTH_ATTEMPT_ADDRESS_FREE", "1000000");
    }

    private ServiceProcess service(String name) {
        ServiceProcess service = services.get(name);
        if (service == null) {
            throw new IllegalArgumentException("There is no service " + name);
        }
        return service;
    }
}
