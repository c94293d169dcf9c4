package dev.parley.journey;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Looks, until it is closed, at how much heap a service uses, ten times a second. */
final class HeapWatch implements AutoCloseable {

    private static final long PAUSE_MILLIS = 100;

    private final HttpRequest metrics;
    private final Thread thread;
    private volatile double most;
    private volatile boolean closed;

    HeapWatch(URI service) {
        metrics = HttpRequest.newBuilder(service.resolve("/actuator/prometheus")).build();
        thread = Thread.ofVirtual().start(this::watch);
    }

    /** The most there was, in bytes, garbage included. */
    double most() {
        return most;
    }

    private void watch() {
        try {
            while (!closed) {
                String text = Api.CLIENT.send(metrics, HttpResponse.BodyHandlers.ofString(UTF_8)).body();
                most = Math.max(most, text.lines()
                        .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
                        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum());
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (IOException | InterruptedException gone) {
            // Nothing more to see.
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%,.0f MiB", most / (1 << 20));
    }
}
