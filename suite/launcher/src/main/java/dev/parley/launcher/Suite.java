package dev.parley.launcher;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.parley.launcher.home.CannotStartException;
import dev.parley.launcher.home.Home;
import dev.parley.launcher.home.Secret;
import dev.parley.launcher.home.Secrets;
import dev.parley.launcher.image.ServiceImage;
import dev.parley.launcher.image.ServiceImages;
import dev.parley.launcher.sample.SampleUser;
import dev.parley.parts.Part;
import dev.parley.parts.process.FreePorts;

/**
 * The whole of Parley on this machine: its parts, and the five services as processes of their own. Everything listens on 127.0.0.1; only
 * the gateway's port is chosen by the caller. The data directory is locked as long as the suite is open.
 */
public final class Suite implements AutoCloseable {

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private final BuiltProject project;
    private final Progress progress;
    private final Home home;
    private final Secrets secrets;
    private final EmbeddedSuiteParts parts;
    private final Map<ServiceKind, Integer> ports = new LinkedHashMap<>();
    private final Map<ServiceKind, SuiteService> services = new ConcurrentHashMap<>();
    private final StartCaches startCaches;
    private volatile boolean closing;

    private Suite(SuiteSettings settings, Progress progress, Home home) {
        this.project = new BuiltProject(settings.projectRoot());
        this.progress = progress;
        this.home = home;
        this.secrets = Secrets.of(home);
        for (ServiceKind kind : ServiceKind.values()) {
            ports.put(kind, kind == ServiceKind.GATEWAY ? settings.takeGatewayPort() : FreePorts.next());
        }
        this.parts = new EmbeddedSuiteParts(home, secrets);
        this.startCaches = new StartCaches(home, JAVA);
    }

    /**
     * Starts everything and returns when it can be used.
     *
     * @throws RuntimeException when something does not start, with a message for a person; nothing is left running
     */
    public static Suite start(SuiteSettings settings) {
        Suite suite = prepare(settings, Progress.silent());
        suite.begin();
        return suite;
    }

    /** Takes the data directory and ends what a killed launcher left in it, but starts nothing yet. */
    static Suite prepare(SuiteSettings settings, Progress progress) {
        Home home = Home.open(settings.home());
        try {
            home.endedLeftovers()
                    .forEach(name -> progress.note("Ended " + name + ", left behind by a run that was killed."));
            return new Suite(settings, progress, home);
        } catch (RuntimeException e) {
            home.close();
            throw e;
        }
    }

    /** Starts everything; {@link #close} from another thread gives it up. */
    void begin() {
        try {
            parts.start(progress);
            startServices();
            sampleUser().logIn(gatewayUrl());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The one address that clients need. */
    public URI gatewayUrl() {
        return URI.create("http://127.0.0.1:" + ports.get(ServiceKind.GATEWAY));
    }

    /** One of the five, by its name, such as {@code chat-service}. */
    public SuiteService service(String name) {
        return services().stream().filter(service -> service.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no service " + name));
    }

    /** The services that were started, in that order. */
    public List<SuiteService> services() {
        return services.values().stream().sorted(Comparator.comparing(SuiteService::kind)).toList();
    }

    public EmbeddedSuiteParts parts() {
        return parts;
    }

    /** A person who is registered in this suite. */
    public SampleUser sampleUser() {
        return new SampleUser("sample", secrets.get(Secret.SAMPLE_USER_PASSWORD));
    }

    /** The folder with a log for each part and service. */
    public Path logs() {
        return home.logs();
    }

    /** What died although nobody asked for that, in words and with its last lines. */
    Optional<String> casualty() {
        if (closing) {
            return Optional.empty();
        }
        Optional<String> service = services().stream().filter(SuiteService::died).findFirst()
                .map(dead -> "%s has ended unexpectedly. Last lines of %s:%n  %s".formatted(dead.name(), dead.log(),
                        String.join(System.lineSeparator() + "  ", dead.lastLogLines())));
        return service.or(() -> Stream.<Part>of(parts.mariaDb(), parts.redis(), parts.broker())
                .filter(part -> !part.isRunning()).findFirst()
                .map(dead -> "%s has ended unexpectedly; see %s.".formatted(dead.name(), dead.log())));
    }

    /** Makes the caches that let the services start faster next time; returns at once. */
    void prepareFastStart() {
        startCaches.makeInBackground(progress);
    }

    /** Stops everything in order: the gateway, the services, the parts. */
    @Override
    public void close() {
        synchronized (this) {
            if (closing) {
                return;
            }
            closing = true;
        }
        startCaches.close();
        stop(services().stream().filter(service -> service.kind() == ServiceKind.GATEWAY).toList());
        stop(services().stream().filter(service -> service.kind() != ServiceKind.GATEWAY).toList());
        parts.stop(progress);
        home.close();
    }

    /** Ends every process at once, when stopping in order takes too long for somebody. */
    void kill() {
        services().forEach(SuiteService::kill);
        parts.redis().kill();
        parts.mariaDb().kill();
    }

    private void startServices() {
        // Each takes more than one core while it starts: all at once would be slower than one after the other.
        int atOnce = Math.max(2, Runtime.getRuntime().availableProcessors());
        ExecutorService threads = Executors.newFixedThreadPool(atOnce);
        ExecutorCompletionService<Void> starts = new ExecutorCompletionService<>(threads);
        try {
            for (ServiceKind kind : ServiceKind.values()) {
                starts.submit(() -> start(kind), null);
            }
            for (int i = 0; i < ServiceKind.values().length; i++) {
                starts.take().get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotStartException("The start was given up.", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } finally {
            giveUp(threads);
        }
    }

    /** After a failure: no thread may start another process when this returns. */
    private static void giveUp(ExecutorService threads) {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("A start cannot be given up");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void start(ServiceKind kind) {
        Instant begin = Instant.now();
        ServiceImage image = new ServiceImages(home.images(), JAVA).of(kind.serviceName(), project.jar(kind));
        SuiteService service = new SuiteService(kind, port(kind), image, JAVA, home, environment(kind));
        synchronized (this) {
            if (closing) {
                throw new CannotStartException("The start was given up.");
            }
            services.put(kind, service);
        }
        service.start();
        progress.ready(kind.serviceName(), Duration.between(begin, Instant.now()));
        startCaches.offer(kind, service.plan(), image);
    }

    private void stop(List<SuiteService> some) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            some.stream().filter(SuiteService::isRunning).forEach(service -> threads.execute(() -> {
                Instant begin = Instant.now();
                service.stop();
                progress.stopped(service.name(), Duration.between(begin, Instant.now()));
            }));
        }
    }

    private int port(ServiceKind kind) {
        return Objects.requireNonNull(ports.get(kind), kind.serviceName());
    }

    private Map<String, String> environment(ServiceKind kind) {
        Map<String, String> environment = new LinkedHashMap<>(parts.environment(kind));
        environment.putAll(kind.environment(home, secrets));
        environment.put("PARLEY_BIND", "127.0.0.1");
        environment.put("PARLEY_PORT", Integer.toString(port(kind)));
        environment.put("PARLEY_SERVICES_AUTH", "http://127.0.0.1:" + port(ServiceKind.AUTH));
        environment.put("PARLEY_SERVICES_CHAT", "http://127.0.0.1:" + port(ServiceKind.CHAT));
        environment.put("PARLEY_SERVICES_FILE", "http://127.0.0.1:" + port(ServiceKind.FILE));
        environment.put("PARLEY_SERVICES_HASH", "http://127.0.0.1:" + port(ServiceKind.HASH));
        // What the caller's shell has set for other purposes must not change how the suite runs.
        environment.put("SPRING_PROFILES_ACTIVE", "");
        return environment;
    }
}
