package dev.parley.file.fetch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import javax.net.ssl.SSLContext;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Addresses with https: whom the service speaks to is for the certificate to say, where it connects to for the policy. */
@Timeout(60)
class SourceTlsTest {

    private static final String NAME = "files.parley-tests.net";
    private static final byte[] CONTENT = "what was asked for".getBytes(StandardCharsets.US_ASCII);
    private static TestCertificate certificate;

    private final Queue<AutoCloseable> servers = new ConcurrentLinkedQueue<>();
    private final StopSignal signal = new StopSignal();

    @BeforeAll
    static void makeCertificate(@TempDir Path folder) {
        certificate = TestCertificate.make(folder, "dns:" + NAME);
    }

    @AfterEach
    void stopServers() throws Exception {
        for (AutoCloseable server : servers) {
            server.close();
        }
    }

    @Test
    void theConnectionGoesToTheVettedAddressAndTheCertificateIsThatOfTheName() throws Exception {
        TlsServer server = server(Map.of());
        Queue<String> answers = new ConcurrentLinkedQueue<>(List.of("127.0.0.2", "127.0.0.1"));
        Source source = source(certificate.client(), host -> List.of(InetAddress.ofLiteral(answers.remove())));

        assertContent(source, server.url(NAME, "/"));

        assertThat(server.requests()).containsExactly(new TlsServer.Request(InetAddress.ofLiteral("127.0.0.2"),
                List.of(NAME), NAME + ":" + server.port()));
        assertThat(answers).as("it was looked up once").hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"other.parley-tests.net", "files.parley-tests.net.parley-tests.org", "127.0.0.2"})
    void aCertificateForAnotherNameIsRefusedForGood(String name) {
        TlsServer server = server(Map.of());

        assertRefusedForGood(source(certificate.client()), server.url(name, "/"));
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aCertificateOfAnAuthorityThatNobodyKnowsIsRefusedForGood() throws NoSuchAlgorithmException {
        TlsServer server = server(Map.of());

        assertRefusedForGood(source(SSLContext.getDefault()), server.url(NAME, "/"));
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aServerThatSpeaksNoTlsIsRefusedForGoodAndOneThatHangsUpMayBeThereLater() {
        Source source = source(certificate.client());

        assertRefusedForGood(source, listening("HTTP/1.1 400 Bad Request\r\n\r\n"));
        FetchFailedException failure = failure(source, listening(""));
        assertThat(failure.trouble()).isEqualTo(Trouble.BROKEN_OFF);
        assertThat(failure.trouble().passing()).isTrue();
    }

    @Test
    void aRedirectLeadsUpToHttpsAndNeverDownAgain() throws Exception {
        RawServer plain = new RawServer(RawServer.content(CONTENT));
        servers.add(plain);
        TlsServer server = server(Map.of("/around", "/end", "/down", plain.url("/secret")));
        RawServer below = new RawServer((request, out) -> RawServer
                .redirecting(server.url(NAME, request.path())).write(request, out));
        servers.add(below);
        Source source = source(certificate.client());

        assertContent(source, below.url("/around"));
        for (String url : List.of(server.url(NAME, "/down"), below.url("/down"))) {
            assertThat(failure(source, url).trouble()).isEqualTo(Trouble.REDIRECT_REFUSED);
        }
        assertThat(Trouble.REDIRECT_REFUSED.passing()).isFalse();
        assertThat(plain.requests()).isEmpty();
    }

    private TlsServer server(Map<String, String> redirects) {
        TlsServer server = new TlsServer(certificate, CONTENT, redirects);
        servers.add(server);
        return server;
    }

    /** The https address of a server that greets with this text and waits; without a text it hangs up. */
    private String listening(String greeting) {
        try {
            ServerSocket server = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.2"));
            servers.add(server);
            Thread.startVirtualThread(() -> greet(server, greeting));
            return "https://" + NAME + ":" + server.getLocalPort() + "/";
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void greet(ServerSocket server, String greeting) {
        try {
            Socket socket = server.accept();
            if (greeting.isEmpty()) {
                socket.close();
            } else {
                servers.add(socket);
                RawServer.text(socket.getOutputStream(), greeting);
            }
        } catch (IOException gone) {
            // the test is over
        }
    }

    private static Source source(SSLContext trust) {
        return source(trust, host -> List.of(InetAddress.ofLiteral("127.0.0.2")));
    }

    private static Source source(SSLContext trust, HostResolver resolver) {
        FetchSettings settings = FetchSettingsFixture.reachingTests();
        return new Source(new AddressPolicy(resolver, settings), new PinnedClient(settings, trust), Clock.systemUTC());
    }

    private void assertContent(Source source, String url) throws Exception {
        try (ServerAnswer answer = source.open(FetchUrl.parse(url), 0, "", signal)) {
            assertThat(answer.body().readAllBytes()).isEqualTo(CONTENT);
        }
    }

    private void assertRefusedForGood(Source source, String url) {
        FetchFailedException failure = failure(source, url);
        assertThat(failure.trouble()).isEqualTo(Trouble.TLS_FAILED);
        assertThat(failure.trouble().passing()).isFalse();
    }

    private FetchFailedException failure(Source source, String url) {
        try (ServerAnswer answer = source.open(FetchUrl.parse(url), 0, "", signal)) {
            throw new AssertionError("the server answered " + answer.status());
        } catch (FetchFailedException failure) {
            return failure;
        } catch (StopSignal.StoppedException e) {
            throw new AssertionError(e);
        }
    }
}
