package dev.parley.launcher;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A program that behaves as a service does towards the launcher: it lets itself be extracted and trained, is ready, knows one user. In a
 * folder with a file {@code <its name>.broken} it complains and ends instead.
 */
final class StandIn {

    private StandIn() {}

    public static void main(String[] arguments) throws IOException, URISyntaxException {
        Path jar = Path.of(StandIn.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        if ("tools".equals(System.getProperty("jarmode"))) {
            Files.createDirectories(Path.of(arguments[2]));
            Files.copy(jar, Path.of(arguments[2]).resolve(jar.getFileName()));
            return;
        }
        String name = jar.getFileName().toString().replaceAll("^parley-|-[0-9].*$", "");
        if (Files.exists(Path.of(name + ".broken"))) {
            System.out.println(name + " finds that something is broken");
            System.exit(3);
        }
        if (System.getProperty("spring.context.exit") == null) {
            serve(Integer.parseInt(System.getenv("PARLEY_PORT")));
            System.out.println(name + " serves");
        }
    }

    private static void serve(int port) throws IOException {
        AtomicBoolean registered = new AtomicBoolean();
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        server.createContext("/actuator/health/readiness", exchange -> answer(exchange, 200));
        server.createContext("/api/auth/login", exchange -> answer(exchange, registered.get() ? 200 : 401));
        server.createContext("/api/auth/register",
                exchange -> answer(exchange, registered.getAndSet(true) ? 409 : 201));
        server.start();
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }
}
