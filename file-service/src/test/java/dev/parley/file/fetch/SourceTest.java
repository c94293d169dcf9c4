package dev.parley.file.fetch;

import java.io.IOException;
import java.net.InetAddress;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import javax.net.ssl.SSLContext;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Real connections to servers that behave in all the ways they should not. */
@Timeout(60)
class SourceTest {

    private static final byte[] CONTENT = "what was asked for".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final Queue<AutoCloseable> servers = new ConcurrentLinkedQueue<>();
    private final StopSignal signal = new StopSignal();

    @AfterEach
    void stopServers() throws Exception {
        for (AutoCloseable server : servers) {
            server.close();
        }
    }

    @Test
    void aContentIsReadAndNothingButTheNecessaryIsSent() throws Exception {
        RawServer server = server(RawServer.content(CONTENT));

        try (ServerAnswer answer = source().open(FetchUrl.parse(server.url("/a?b=c")), 0, "", signal)) {
            assertThat(answer.body().readAllBytes()).isEqualTo(CONTENT);
        }

        RawServer.Request request = server.requests().getFirst();
        assertThat(request.line()).isEqualTo("GET /a?b=c HTTP/1.1");
        assertThat(request.headers()).containsOnlyKeys("host", "connection", "accept", "accept-encoding", "user-agent");
    }

    @Test
    void aNameThatMeansSomethingElseTheSecondTimeChangesNothing() throws Exception {
        RawServer victim = server("127.0.0.1", RawServer.content("secret".getBytes(
                java.nio.charset.StandardCharsets.US_ASCII)));
        RawServer server = server(RawServer.content(CONTENT));
        Queue<String> answers = new ConcurrentLinkedQueue<>(List.of("127.0.0.2", "127.0.0.1", "127.0.0.1"));
        Source source = source(host -> List.of(InetAddress.ofLiteral(answers.remove())));
        String url = "http://rebinding.parley-files.net:";

        try (ServerAnswer answer = source.open(FetchUrl.parse(url + server.port() + "/"), 0, "", signal)) {
            assertThat(answer.body().readAllBytes()).isEqualTo(CONTENT);
        }
        assertThat(answers).as("it was looked up once").hasSize(2);
        assertThat(server.requests().getFirst().header("host")).hasValue("rebinding.parley-files.net:" + server.port());
        assertTrouble(source, url + victim.port() + "/", Trouble.HOST_REFUSED);
        assertThat(victim.requests()).isEmpty();
    }

    @Test
    void aChainOfRedirectsIsFollowedToItsEnd() throws Exception {
        RawServer server = server((request, out) -> {
            switch (request.path()) {
                case "/1" -> RawServer.redirecting("/2/x").write(request, out);
                case "/2/x" -> RawServer.answering("HTTP/1.1 307 -\nLocation: y?z", new byte[9]).write(request, out);
                case "/2/y?z" -> RawServer.redirecting("//127.0.0.2:" + request.header("host").orElseThrow()
                        .split(":")[1] + "/end").write(request, out);
                default -> RawServer.content(CONTENT).write(request, out);
            }
        });

        try (ServerAnswer answer = source().open(FetchUrl.parse(server.url("/1")), 7, "\"v1\"", signal)) {
            assertThat(answer.url().path()).isEqualTo("/end");
            assertThat(answer.status()).isEqualTo(206);
        }
        assertThat(server.requests()).hasSize(4).allSatisfy(
                request -> assertThat(request.headers()).doesNotContainKeys("referer", "cookie", "authorization"));
    }

    @Test
    void whoeverIsSentOnForEverStops() {
        RawServer server = server(RawServer.redirecting("/again"));

        assertTrouble(source(), server.url("/"), Trouble.TOO_MANY_REDIRECTS);
        assertThat(server.requests()).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:%d/", "http://localhost:%d/", "http://[::1]:%d/",
        "http://[::ffff:127.0.0.1]:%d/",
        "//127.0.0.1:%d/", "http://2130706433:%d/", "http://127.1:%d/", "http://0:%d/", "file:///etc/passwd",
        "ftp://127.0.0.2/", "http://inside.parley-files.net:%d/", "http://u:p@127.0.0.2/", "http://169.254.169.254/",
        "\\\\127.0.0.1:%d\\", "javascript:1", ""})
    void nobodyIsSentToWhereTheyMayNotGo(String location) {
        RawServer victim = server("127.0.0.1", RawServer.content(CONTENT));
        RawServer server = server(RawServer.redirecting(location.formatted(victim.port())));
        Source source = source(host -> List.of(InetAddress.getLoopbackAddress()));

        // nothing in Location leads back to where one is: round and round
        assertTrouble(source, server.url("/"),
                location.isEmpty() ? Trouble.TOO_MANY_REDIRECTS : Trouble.REDIRECT_REFUSED);
        assertThat(victim.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"302 Found", "302 Found\nLocation: /a\nLocation: /b"})
    void aRedirectWithoutOneGoalIsRefused(String head) {
        RawServer server = server(RawServer.answering("HTTP/1.1 " + head, new byte[0]));

        assertTrouble(source(), server.url("/"), Trouble.REDIRECT_REFUSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"400", "401", "403", "404", "407", "410", "416", "204", "205", "300", "304", "418"})
    void aRefusalIsFinal(String status) {
        RawServer server = server(RawServer.answering("HTTP/1.1 " + status + " -\nWWW-Authenticate: Basic realm=\"a\"",
                new byte[0]));

        assertTrouble(source(), server.url("/"), Trouble.REFUSED_BY_SERVER);
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"429", "408", "500", "502", "503", "599"})
    void whatMayPassSaysWhen(String status) {
        RawServer server = server(RawServer.answering("HTTP/1.1 " + status + " -\nRetry-After: 77", new byte[0]));

        FetchFailedException failure = failure(source(), server.url("/"));

        assertThat(failure.trouble()).isEqualTo(Trouble.SERVER_ERROR);
        assertThat(failure.retryAfter()).hasValue(Duration.ofSeconds(77));
        assertThat(server.requests()).as("no retry of the library's own").hasSize(1);
    }

    @Test
    void whatIsNotHttpIsNotRead() {
        for (RawServer.Answer answer : List.<RawServer.Answer>of(
                (request, out) -> RawServer.text(out, "SSH-2.0-OpenSSH_9.9\r\n".repeat(20)),
                (request, out) -> RawServer.text(out, "HTTP/1.1 200 OK\r\nA: " + "a".repeat(9_000) + "\r\n\r\n"),
                (request, out) -> RawServer.text(out, "HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(101) + "\r\n"),
                (request, out) -> RawServer.text(out, "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n"),
                (request, out) -> RawServer.text(out,
                        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"))) {
            assertTrouble(source(), server(answer).url("/"), Trouble.BAD_ANSWER);
        }
    }

    @Test
    void whoBreaksOffBeforeAnAnswerIsTriedAgain() {
        assertTrouble(source(), server((request, out) -> {}).url("/"), Trouble.BROKEN_OFF);
        RawServer closed = server(RawServer.content(CONTENT));
        closed.close();
        assertTrouble(source(), closed.url("/"), Trouble.CONNECT_FAILED);
    }

    @Test
    void headersThatDripAreNotWaitedFor() {
        for (String drop : List.of("a", "HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n")) {
            RawServer server = server((request, out) -> {
                RawServer.text(out, "a".equals(drop) ? "HTTP/1.1 200 OK\r\nA: " : drop);
                while (true) {
                    RawServer.text(out, drop);
                    Thread.sleep(20);
                }
            });

            assertThat(
                    failure(source("connect-timeout", "200ms", "answer-timeout", "300ms"), server.url("/")).trouble())
                    .isIn(Trouble.TIMED_OUT, Trouble.BAD_ANSWER);
        }
    }

    @Test
    void aServerThatSaysNothingIsNotWaitedFor() {
        RawServer server = server((request, out) -> Thread.sleep(60_000));

        assertTrouble(source("connect-timeout", "1s", "answer-timeout", "100ms"), server.url("/"), Trouble.TIMED_OUT);
    }

    @Test
    void whatIsPackedStaysPacked() throws Exception {
        byte[] packed = {0x1f, (byte) 0x8b, 8, 0, 1, 2, 3};
        RawServer server = server(
                RawServer.answering("HTTP/1.1 200 OK\nContent-Encoding: gzip\nContent-Length: 7", packed));

        try (ServerAnswer answer = source().open(FetchUrl.parse(server.url("/")), 0, "", signal)) {
            assertThat(answer.body().readAllBytes()).isEqualTo(packed);
            assertThat(answer.length()).hasValue(7);
        }
    }

    @Test
    void whoIsStoppedDoesNotWaitForTheServer() throws Exception {
        RawServer server = server((request, out) -> {
            RawServer.text(out, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
            Thread.sleep(60_000);
        });

        try (ServerAnswer answer = source().open(FetchUrl.parse(server.url("/")), 0, "", signal)) {
            assertThat(answer.body().readNBytes(3)).hasSize(3);
            Thread.startVirtualThread(() -> signal.stop(StopSignal.Reason.LEASE_LOST));
            assertThatThrownBy(() -> answer.body().read()).isInstanceOf(IOException.class);
        }
        assertThatThrownBy(signal::check).isInstanceOf(StopSignal.StoppedException.class);
        assertThatThrownBy(() -> source().open(FetchUrl.parse(server.url("/")), 0, "", signal))
                .isInstanceOf(StopSignal.StoppedException.class);
    }

    private RawServer server(RawServer.Answer answer) {
        return server(FetchSettingsFixture.SERVER_ADDRESS, answer);
    }

    private RawServer server(String address, RawServer.Answer answer) {
        RawServer server = new RawServer(address, answer);
        servers.add(server);
        return server;
    }

    private static Source source(String... settings) {
        return source(host -> List.of(), settings);
    }

    private static Source source(HostResolver resolver, String... settings) {
        try {
            FetchSettings all = FetchSettingsFixture.reachingTests(settings);
            return new Source(new AddressPolicy(resolver, all), new PinnedClient(all, SSLContext.getDefault()),
                    Clock.systemUTC());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertTrouble(Source source, String url, Trouble trouble) {
        assertThat(failure(source, url).trouble()).isEqualTo(trouble);
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
