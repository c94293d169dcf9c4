package dev.parley.file.fetch;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;

/** Somebody else's server that speaks TLS. It answers with a content, but for the paths that it sends on from. */
final class TlsServer implements AutoCloseable {

    private final HttpsServer server;
    private final byte[] content;
    private final Map<String, String> redirects;
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    /**
     * What somebody asked for who had accepted the certificate.
     *
     * @param address of this server, as the connection was made to it
     * @param names those of the TLS extension server_name (RFC 6066)
     */
    record Request(InetAddress address, List<String> names, String host) {}

    TlsServer(TestCertificate certificate, byte[] content, Map<String, String> redirects) {
        this.content = content;
        this.redirects = redirects;
        try {
            server = HttpsServer.create(
                    new InetSocketAddress(InetAddress.ofLiteral(FetchSettingsFixture.SERVER_ADDRESS), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.server()));
        server.createContext("/", this::answer);
        server.start();
    }

    String url(String host, String path) {
        return "https://" + host + ":" + port() + path;
    }

    int port() {
        return server.getAddress().getPort();
    }

    List<Request> requests() {
        return requests;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        ExtendedSSLSession session = (ExtendedSSLSession) ((HttpsExchange) exchange).getSSLSession();
        List<String> names = session.getRequestedServerNames().stream()
                .map(name -> new SNIHostName(name.getEncoded()).getAsciiName()).toList();
        requests.add(new Request(exchange.getLocalAddress().getAddress(), names,
                exchange.getRequestHeaders().getFirst("Host")));
        String location = redirects.get(exchange.getRequestURI().getPath());
        if (location != null) {
            exchange.getResponseHeaders().set("Location", location);
            exchange.sendResponseHeaders(302, -1);
            return;
        }
        exchange.sendResponseHeaders(200, content.length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(content);
        }
    }
}
