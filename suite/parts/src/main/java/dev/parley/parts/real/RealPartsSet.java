package dev.parley.parts.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.parley.parts.process.PidFiles;

/**
 * The private set of real components. Each starts when it is first asked for, and ends with the JVM or with {@link #close}.
 *
 * <p>Ask {@link RealComponent#leftOut} before asking for a component that may not be installed. Safe for several threads.
 */
public final class RealPartsSet implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Once<MariaDbPair> mariaDb;
    private final Once<RabbitMqNode> rabbitMq;
    private final Once<RedisNode> redis;
    private final Once<ConsulAgent> consul;
    private final Once<RadosGateway> s3;

    private RealPartsSet(Path folder) {
        mariaDb = new Once<>(() -> {
            MariaDbPair pair = MariaDbPair.in(folder.resolve("mariadb"));
            pair.start();
            return pair;
        });
        rabbitMq = new Once<>(() -> started(RabbitMqNode.in(folder.resolve("rabbitmq"))));
        redis = new Once<>(() -> started(RedisNode.in(folder.resolve("redis"))));
        consul = new Once<>(() -> started(ConsulAgent.in(folder.resolve("consul"))));
        s3 = new Once<>(() -> started(RadosGateway.in(folder.resolve("ceph"))));
    }

    /** The set of this JVM, with its data and logs in target/real-parts. */
    public static RealPartsSet shared() {
        return Shared.SET;
    }

    /**
     * An empty set with its data and logs in this folder. What an earlier run left in it is ended and removed.
     *
     * @throws IllegalStateException when another JVM that still runs uses the folder
     */
    public static RealPartsSet in(Path folder) {
        Path absolute = folder.toAbsolutePath();
        PidFiles.Reaped reaped = PidFiles.reap(absolute, GRACE);
        reaped.inUse().stream().findFirst().ifPresent(other -> {
            throw new IllegalStateException(
                    "%s is in use: %s (pid %d) belongs to pid %d, which still runs".formatted(absolute,
                            other.name(), other.pid(), other.ownerPid()));
        });
        delete(absolute);
        return new RealPartsSet(absolute);
    }

    public MariaDbPair mariaDb() {
        return mariaDb.get();
    }

    public RabbitMqNode rabbitMq() {
        return rabbitMq.get();
    }

    public RedisNode redis() {
        return redis.get();
    }

    public ConsulAgent consul() {
        return consul.get();
    }

    public RadosGateway s3() {
        return s3.get();
    }

    /** Stops what was started. */
    @Override
    public void close() {
        Stream.of(s3, consul, redis, rabbitMq, mariaDb).forEach(Once::close);
    }

    private static <P extends RealPart> P started(P part) {
        part.start();
        return part;
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList().reversed()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot empty " + folder, e);
        }
    }

    private static final class Shared {

        private static final RealPartsSet SET = in(Path.of("target", "real-parts"));
    }

    /** A value made when it is first asked for. A failure is remembered too: the next test need not wait for it again. */
    private static final class Once<T extends AutoCloseable> {

        private final Supplier<T> maker;
        private @Nullable T value;
        private @Nullable RuntimeException failure;

        Once(Supplier<T> maker) {
            this.maker = maker;
        }

        synchronized T get() {
            if (failure != null) {
                throw new IllegalStateException(failure.getMessage(), failure);
            }
            if (value == null) {
                try {
                    value = maker.get();
                } catch (RuntimeException e) {
                    failure = e;
                    throw e;
                }
            }
            return value;
        }

        synchronized void close() {
            if (value instanceof RealPart part) {
                part.close();
            } else if (value instanceof MariaDbPair pair) {
                pair.close();
            }
            value = null;
        }
    }
}
