package dev.parley.hash.worker;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;

/** Plays the service that has the contents: a real HTTP server that misbehaves as told. */
final class ContentServer implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, HttpHandler> contents = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();

    ContentServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    int timesAsked(String path) {
        return asked.getOrDefault(path, new AtomicInteger()).get();
    }

    void serve(String path, byte[] content) {
        contents.put(path, exchange -> send(exchange, content, content.length));
    }

    /** Without announcing the length. */
    void serveChunked(String path, byte[] content) {
        contents.put(path, exchange -> send(exchange, content, 0));
    }

    void serveStatus(String path, int status) {
        contents.put(path, exchange -> exchange.sendResponseHeaders(status, -1));
    }

    /** Fails so many times in this way, then serves the content. */
    void failFirst(String path, int times, HttpHandler failure, byte[] content) {
        contents.put(path, exchange -> {
            if (timesAsked(path) <= times) {
                failure.handle(exchange);
            } else {
                send(exchange, content, content.length);
            }
        });
    }

    /** Announces all of the content and sends half of it. */
    static HttpHandler breakingOff(byte[] content) {
        return exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, content.length / 2);
            exchange.getResponseBody().flush();
            throw new IOException("on purpose");
        };
    }

    /** Sends half of the content and then nothing, for longer than anyone waits. */
    static HttpHandler stalling(byte[] content) {
        return exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, content.length / 2);
            exchange.getResponseBody().flush();
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        };
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        asked.computeIfAbsent(path, any -> new AtomicInteger()).incrementAndGet();
        HttpHandler handler = contents.get(path);
        try (exchange) {
            if (handler == null) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                handler.handle(exchange);
            }
        }
    }

    private static void send(HttpExchange exchange, byte[] content, long length) throws IOException {
        exchange.sendResponseHeaders(200, length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(content);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
