package dev.parley.parts.embedded;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Map;
import java.util.Objects;

import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.SystemLauncherListener.DefaultSystemLauncherListener;
import org.jspecify.annotations.Nullable;

import dev.parley.parts.Part;
import dev.parley.parts.PartFailedException;
import dev.parley.parts.process.FreePorts;

/**
 * An AMQP 0-9-1 broker inside this JVM (Apache Qpid Broker-J) with a durable store.
 *
 * <p>It knows publisher confirms, manual acknowledgement, requeueing, prefetch, all exchange types and
 * {@code x-single-active-consumer}. It ignores dead letters, time-to-live and delivery limits, and a message rejected without requeue
 * comes back: consumers count their tries and park by themselves.
 */
public final class EmbeddedBroker implements Part {

    private static final String HOST = "127.0.0.1";
    private static final byte[] AMQP_0_9_1 = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};
    private static final int METHOD_FRAME = 1;

    private final Settings settings;
    private volatile @Nullable SystemLauncher running;

    /**
     * @param directory holds the store; made when missing
     * @param log where the logging of this JVM puts what the broker says; told to people, not written by this class
     * @param port on 127.0.0.1
     * @param username the one account
     * @param password its password; letters, digits, {@code -} and {@code _}
     * @param virtualHost name of the one virtual host
     */
    public record Settings(Path directory, Path log, int port, String username, String password, String virtualHost) {

        public Settings {
            directory = directory.toAbsolutePath();
            Credentials.requireSimple("username", username);
            Credentials.requireSimple("password", password);
            Credentials.requireSimple("virtualHost", virtualHost);
        }
    }

    public EmbeddedBroker(Settings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "AMQP broker";
    }

    /** With user, password and virtual host: {@code amqp://user:password@127.0.0.1:port/vhost}. */
    public String url() {
        return "amqp://%s:%s@%s:%d/%s".formatted(settings.username(), settings.password(), HOST, settings.port(),
                settings.virtualHost());
    }

    public int port() {
        return settings.port();
    }

    @Override
    public Path log() {
        return settings.log();
    }

    @Override
    public boolean isRunning() {
        return running != null;
    }

    @Override
    public void start() {
        if (running != null) {
            return;
        }
        if (!FreePorts.isFree(settings.port())) {
            throw new PartFailedException(
                    "The AMQP broker cannot be started: port " + settings.port() + " on 127.0.0.1 is taken.");
        }
        Failure failure = new Failure();
        SystemLauncher launcher = new SystemLauncher(failure);
        int loginTimeout = DriverManager.getLoginTimeout();
        try {
            // Connection pools of this JVM lower it for all drivers; the store's engine may need longer than a pool would wait.
            DriverManager.setLoginTimeout(0);
            Files.createDirectories(settings.directory());
            keepDerbyLogTogether();
            launcher.startup(attributes());
            greet();
        } catch (IOException e) {
            launcher.shutdown();
            // The broker starts without its port when its configuration or its store is broken, and only logs why.
            throw failure.asException(settings, e);
        } catch (Exception e) {
            launcher.shutdown();
            throw failure.asException(settings, e);
        } finally {
            DriverManager.setLoginTimeout(loginTimeout);
        }
        running = launcher;
    }

    @Override
    public void stop() {
        SystemLauncher launcher = running;
        running = null;
        if (launcher != null) {
            launcher.shutdown();
        }
    }

    /** The store's engine writes a log of its own into the working directory, unless this property of the whole JVM says where. */
    private void keepDerbyLogTogether() {
        if (System.getProperty("derby.stream.error.file") == null) {
            System.setProperty("derby.stream.error.file", settings.directory().resolve("derby.log").toString());
        }
    }

    private Map<String, Object> attributes() {
        String configuration = Objects.requireNonNull(EmbeddedBroker.class.getResource("broker.json"), "broker.json")
                .toString();
        return Map.of("type", "Memory", "initialConfigurationLocation", configuration, "startupLoggedToSystemOut",
                "false",
                "context", Map.of("qpid.work_dir", settings.directory().toString(),
                        "parley.port", Integer.toString(settings.port()),
                        "parley.host", HOST,
                        "parley.username", settings.username(),
                        "parley.password", settings.password(),
                        "parley.virtualHost", settings.virtualHost()));
    }

    /** Says hello as a client: only a broker with a working AMQP 0-9-1 port answers with connection.start. */
    private void greet() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(HOST, settings.port()), 5_000);
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(AMQP_0_9_1);
            int answer = socket.getInputStream().read();
            if (answer < 0) {
                throw new EOFException("the port closes connections at once");
            }
            if (answer != METHOD_FRAME) {
                throw new IOException("the port does not speak AMQP 0-9-1");
            }
        }
    }

    /** Keeps what the broker reports while it starts. */
    private static final class Failure extends DefaultSystemLauncherListener {

        private @Nullable RuntimeException reported;

        @Override
        public void errorOnStartup(RuntimeException e) {
            reported = e;
        }

        PartFailedException asException(Settings settings, Exception seen) {
            Exception cause = reported == null ? seen : reported;
            return new PartFailedException(
                    "The AMQP broker with its data in " + settings.directory() + " cannot be started: "
                            + cause.getMessage() + "; see " + settings.log() + ".",
                    cause);
        }
    }
}
