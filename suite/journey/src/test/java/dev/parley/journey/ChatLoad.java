package dev.parley.journey;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.LongStream;

import static org.awaitility.Awaitility.await;

/**
 * Devices of one benchmark, and what they send and receive. It goes on as fast as it is answered, or at a given rate; then a message is
 * timed from the moment when it was due. Every device checks that it gets all versions of its channel in order; an error, a gap or a
 * closed socket fails the benchmark.
 */
final class ChatLoad implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int OPENED_AT_ONCE = 10;
    private static final long TICK_NANOS = 500_000;

    private final SocketLoop loop;
    private final int receivers;
    private final String name = UUID.randomUUID().toString().substring(0, 8);
    private final List<LoadDevice> devices = new ArrayList<>();
    private final List<LoadDevice> senders = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private LongStream.Builder latencies = LongStream.builder();
    private Pace pace = new Pace(0, 0);
    private long ready;
    private long sent;
    private long acknowledged;
    private long received;
    private long lastResumed;
    private long resumedAt;
    private boolean closing;

    /**
     * How fast to send.
     *
     * @param unacknowledged so many messages of each sender wait for an ack at any time; 0 for no limit of this kind
     * @param undelivered so many messages altogether wait for being received by everybody at any time; 0 likewise
     */
    record Pace(int unacknowledged, int undelivered) {}

    /** What was done in a time. */
    record Figures(double seconds, long acknowledged, long received, long[] sortedNanos) {

        double acknowledgedPerSecond() {
            return acknowledged / seconds;
        }

        double receivedPerSecond() {
            return received / seconds;
        }

        double millisAt(double quantile) {
            return sortedNanos.length == 0
                    ? Double.NaN
                    : sortedNanos[(int) Math.min(sortedNanos.length - 1L, (long) (sortedNanos.length * quantile))]
                            / 1e6;
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT,
                    "%,.0f acked/s, %,.0f received/s, sent to received p50 %.1f ms, p99 %.1f ms",
                    acknowledgedPerSecond(), receivedPerSecond(), millisAt(0.5), millisAt(0.99));
        }
    }

    /** @param receivers how many of the devices receive each message */
    ChatLoad(URI gateway, int receivers) {
        this.loop = new SocketLoop(gateway);
        this.receivers = receivers;
    }

    /** Part of every client message id, so that no two benchmarks send the same. */
    String name() {
        return name;
    }

    /** Adds a device; {@link #awaitReady} waits for it. Ten at most are opened at once, as people do not come all at the same moment. */
    LoadDevice device(String token, String channelId, boolean sends, boolean timed) {
        LoadDevice device = new LoadDevice(this, loop, token, channelId, devices.size(), timed);
        devices.add(device);
        if (sends) {
            senders.add(device);
        }
        if (devices.size() == 1 || devices.size() % OPENED_AT_ONCE == 0) {
            awaitReady();
        }
        return device;
    }

    /** Returns when every device has been greeted. */
    void awaitReady() {
        await().atMost(PATIENCE).until(() -> onLoop(() -> ready >= devices.size() || !failures.isEmpty()));
        check();
    }

    /** Sends as fast as this pace allows, from now on. */
    void start(Pace allowed) {
        loop.execute(() -> {
            pace = allowed;
            senders.forEach(this::goOn);
        });
    }

    /** Sends nothing more, and returns when all that was sent has been acknowledged and received by every device. */
    void stop() {
        loop.execute(() -> pace = new Pace(0, 0));
        await().atMost(PATIENCE).until(() -> onLoop(
                () -> !failures.isEmpty() || acknowledged == sent && received == sent * receivers));
        check();
    }

    /** What is done from now on for this time. */
    Figures during(Duration time) {
        record Start(long nanos, long acknowledged, long received) {}
        Start start = onLoop(() -> {
            latencies = LongStream.builder();
            return new Start(System.nanoTime(), acknowledged, received);
        });
        sleep(time);
        Figures figures = onLoop(() -> {
            LongStream.Builder noted = latencies;
            latencies = LongStream.builder();
            return new Figures((System.nanoTime() - start.nanos) / 1e9, acknowledged - start.acknowledged,
                    received - start.received, noted.build().toArray());
        });
        Arrays.sort(figures.sortedNanos);
        check();
        return figures;
    }

    /** Sends at this rate, all senders together, for a time; what is done in the end of it, {@code measured} long. */
    Figures atRate(double perSecond, Duration warmUp, Duration measured) {
        long end = System.nanoTime() + warmUp.plus(measured).toNanos();
        Thread clock = Thread.ofPlatform().daemon().start(() -> sendUntil(end, perSecond));
        sleep(warmUp);
        Figures figures = during(measured);
        try {
            clock.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stop();
        return figures;
    }

    private void sendUntil(long end, double perSecond) {
        long begin = System.nanoTime();
        double period = 1e9 / perSecond;
        long count = 0;
        for (long now = begin; now < end; now = System.nanoTime()) {
            long first = count;
            long last = (long) ((now - begin) / period);
            loop.execute(() -> {
                for (long i = first; i < last; i++) {
                    send(senders.get((int) (i % senders.size())), begin + (long) (i * period));
                }
            });
            count = last;
            LockSupport.parkNanos(TICK_NANOS);
        }
    }

    /** How long it takes until all after this version has come by a device, and it was said that this is all. */
    Duration resume(LoadDevice device, long after, long last) {
        long begin = System.nanoTime();
        loop.execute(() -> device.resume(after, begin));
        await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofNanos(200_000))
                .until(() -> onLoop(() -> lastResumed == begin || !failures.isEmpty()));
        long end = onLoop(() -> resumedAt);
        check();
        long reached = onLoop(device::lastVersion);
        if (reached != last) {
            throw new AssertionError("resumed up to " + reached + " instead of " + last);
        }
        return Duration.ofNanos(end - begin);
    }

    void ready() {
        ready++;
    }

    void acknowledged(LoadDevice device, long due) {
        acknowledged++;
        goOn(device);
    }

    void received(LoadDevice device) {
        if (sent == 0) {
            return; // that the group was made
        }
        received++;
        if (pace.undelivered > 0) {
            goOn(senders.get((int) (sent % senders.size())));
        }
    }

    void receivedText(LoadDevice device, long due) {
        latencies.add(System.nanoTime() - due);
    }

    void resumed(long ref) {
        lastResumed = ref;
        resumedAt = System.nanoTime();
    }

    void failed(String what) {
        failures.add(what);
    }

    void closed(int number, int code) {
        if (!closing) {
            failures.add("the socket of device " + number + " was closed with " + code);
        }
    }

    private void goOn(LoadDevice device) {
        if (pace.unacknowledged > 0) {
            while (device.unacknowledged() < pace.unacknowledged) {
                send(device, System.nanoTime());
            }
        }
        while (pace.undelivered > 0 && sent - received / receivers < pace.undelivered) {
            send(senders.get((int) (sent % senders.size())), System.nanoTime());
        }
    }

    private void send(LoadDevice device, long due) {
        sent++;
        device.send(due);
    }

    private <T> T onLoop(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.execute(() -> answer.complete(question.get()));
        return answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    private void check() {
        List<String> failed = onLoop(() -> List.copyOf(failures));
        if (!failed.isEmpty()) {
            throw new AssertionError(failed.size() + " failures: " + failed.subList(0, Math.min(5, failed.size())));
        }
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        loop.execute(() -> closing = true);
        loop.close();
    }
}
