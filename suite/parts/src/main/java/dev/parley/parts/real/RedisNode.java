package dev.parley.parts.real;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.parley.parts.process.FreePorts;
import dev.parley.parts.process.ProcessPlan;

/** A Redis 7 server whose append-only file is synced at every write, so that a kill loses nothing. */
public final class RedisNode extends RealPart {

    private static final String PASSWORD = "parley-tests";

    private final String url;

    private RedisNode(String url, @Nullable OwnProcesses processes) {
        super(RealComponent.REDIS, processes);
        this.url = url;
    }

    static RedisNode in(Path folder) {
        return RealComponent.REDIS.existing().map(url -> new RedisNode(url, null))
                .orElseGet(() -> own(folder, FreePorts.next()));
    }

    private static RedisNode own(Path folder, int port) {
        Path configuration = folder.resolve("redis.conf");
        ProcessPlan plan = ProcessPlan.in(folder, "redis",
                List.of(Programs.path("redis-server"), configuration.toString()));
        OwnProcesses processes = new OwnProcesses("Redis", new OwnProcesses.Step(() -> {
            Files.createDirectories(folder);
            Files.writeString(configuration, """
                bind 127.0.0.1
                port %d
                requirepass %s
                dir "%s"
                appendonly yes
                appendfsync always
                save ""
                """.formatted(port, PASSWORD, folder));
        }, plan, () -> answersPing(port)));
        return new RedisNode("redis://:%s@127.0.0.1:%d".formatted(PASSWORD, port), processes);
    }

    /** With the password: {@code redis://:password@host:port}. */
    public String url() {
        return url;
    }

    /** An open port is not enough: while it reads its file it answers LOADING. */
    private static boolean answersPing(int port) throws Exception {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            socket.setSoTimeout(2_000);
            socket.getOutputStream().write(("AUTH " + PASSWORD + "\r\nPING\r\n").getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes("+OK\r\n+PONG".length()), StandardCharsets.US_ASCII).equals("+OK\r\n+PONG");
        }
    }
}
