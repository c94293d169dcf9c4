package dev.parley.parts.real;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.parley.parts.process.ChildProcess;
import dev.parley.parts.process.FreePorts;
import dev.parley.parts.process.ProcessPlan;
import dev.parley.parts.process.Readiness;

/** A RabbitMQ node with a port mapper of its own; quorum queues work, with one member. */
public final class RabbitMqNode extends RealPart {

    private static final String USER = "parley";
    private static final String PASSWORD = "parley-tests";
    private static final String VHOST = "parley";

    /** It accepts connections a moment earlier; a command for a quorum queue in that moment may wait in vain for a leader. */
    private static final String STARTED = "Server startup complete";

    private final String url;

    private RabbitMqNode(String url, @Nullable OwnProcesses processes) {
        super(RealComponent.RABBITMQ, processes);
        this.url = url;
    }

    static RabbitMqNode in(Path folder) {
        return RealComponent.RABBITMQ.existing().map(url -> new RabbitMqNode(url, null)).orElseGet(() -> own(folder));
    }

    private static RabbitMqNode own(Path folder) {
        int port = FreePorts.next();
        int mapperPort = FreePorts.next();
        ProcessPlan mapper = ProcessPlan.in(folder, "epmd",
                List.of(Programs.path("epmd"), "-port", Integer.toString(mapperPort), "-address", "127.0.0.1"));
        ProcessPlan node = ProcessPlan.in(folder, "rabbitmq", List.of(Programs.RABBITMQ_SERVER.toString()))
                .withEnvironment(environment(folder, port, mapperPort));
        OwnProcesses processes = new OwnProcesses("RabbitMQ",
                new OwnProcesses.Step(OwnProcesses.Preparation.NONE, mapper, Readiness.port(mapperPort)),
                new OwnProcesses.Step(() -> writeConfiguration(folder, port), node,
                        (ChildProcess child) -> child.hasLogged(STARTED) && speaksAmqp(port)));
        return new RabbitMqNode("amqp://%s:%s@127.0.0.1:%d/%s".formatted(USER, PASSWORD, port, VHOST), processes);
    }

    /** With user, password and virtual host: {@code amqp://user:password@host:port/vhost}. */
    public String url() {
        return url;
    }

    private static Map<String, String> environment(Path folder, int port, int mapperPort) {
        return Map.ofEntries(
                Map.entry("HOME", folder.toString()), // the cookie is made here
                Map.entry("detached", "true"), // the script then becomes the node instead of watching over it
                Map.entry("ERL_EPMD_PORT", Integer.toString(mapperPort)),
                Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
                Map.entry("RABBITMQ_CONF_ENV_FILE", folder.resolve("rabbitmq-env.conf").toString()),
                Map.entry("RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq.conf").toString()),
                Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", folder.resolve("enabled_plugins").toString()),
                Map.entry("RABBITMQ_NODENAME", "parley" + port + "@localhost"),
                Map.entry("RABBITMQ_NODE_PORT", Integer.toString(port)),
                Map.entry("RABBITMQ_DIST_PORT", Integer.toString(FreePorts.next())),
                Map.entry("RABBITMQ_MNESIA_BASE", folder.resolve("data").toString()),
                Map.entry("RABBITMQ_LOG_BASE", folder.resolve("log").toString()),
                Map.entry("RABBITMQ_LOGS", "-"), // to standard output, so to our log file
                Map.entry("RABBITMQ_PID_FILE", folder.resolve("node.txt").toString()),
                Map.entry("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
                        "-kernel inet_dist_use_interface {127,0,0,1} +sbwt none"));
    }

    private static void writeConfiguration(Path folder, int port) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("rabbitmq-env.conf"), "");
        Files.writeString(folder.resolve("enabled_plugins"), "[].\n");
        Files.writeString(folder.resolve("rabbitmq.conf"), """
            listeners.tcp.1 = 127.0.0.1:%d
            default_user = %s
            default_pass = %s
            default_vhost = %s
            vm_memory_high_watermark.absolute = 512MB
            disk_free_limit.absolute = 50MB
            log.console.level = info
            """.formatted(port, USER, PASSWORD, VHOST));
    }

    /** Whether it answers with the frame of a method, which is Connection.Start. */
    private static boolean speaksAmqp(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            socket.setSoTimeout(2_000);
            socket.getOutputStream().write(new byte[]{'A', 'M', 'Q', 'P', 0, 0, 9, 1});
            return socket.getInputStream().read() == 1;
        }
    }
}
