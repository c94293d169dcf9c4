package dev.parley.chat.ticket;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.redis.core.StringRedisTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.chat.ChatWorld.Person;
import dev.parley.chat.TestClient;
import dev.parley.chat.TestNode;
import dev.parley.chat.TwoNodes;
import dev.parley.chat.bus.RedisBus;
import dev.parley.chat.problem.ChatProblem;
import dev.parley.chat.settings.TicketSettings;
import dev.parley.platform.identity.Identity;
import dev.parley.platform.problem.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** One-time tickets: who gets one, what it opens, and for how long. */
class TicketApiTest extends TwoNodes {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static String ticket(Person person) {
        var answer = world.post(first, person, "/api/chat/tickets", Map.of());
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body().get("expiresIn").intValue()).isEqualTo(30);
        return answer.body().get("ticket").stringValue();
    }

    private static TestClient connect(TestNode node, String ticket) {
        return TestClient.connectWithTicket(node.port(), ticket);
    }

    /** How a handshake with this query and these headers is refused. */
    private static HttpResponse<?> refusal(TestNode node, String query, String... headers) {
        WebSocket.Builder builder = HTTP.newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        try {
            builder.buildAsync(URI.create("ws://127.0.0.1:" + node.port() + "/api/chat/ws?" + query),
                    new WebSocket.Listener() {
                    }).orTimeout(60, TimeUnit.SECONDS).join().abort();
            throw new AssertionError("the handshake was accepted");
        } catch (CompletionException e) {
            return ((WebSocketHandshakeException) Objects.requireNonNull(e.getCause())).getResponse();
        }
    }

    private static StringRedisTemplate redis() {
        return first.bean(StringRedisTemplate.class);
    }

    @Test
    void aTicketOpensASocketInTheNameOfWhoGotItOnAnyNode() {
        String channel = world.channel(first, ann, bob);

        TestClient anns = connect(second, ticket(ann));

        JsonNode hello = anns.awaitFrame(frame -> frame.path("type").stringValue("").equals("hello"));
        assertThat(hello.get("userId").stringValue()).isEqualTo(ann.id());
        assertThat(hello.get("sessionId").stringValue()).isEqualTo(ann.sessionId());
        assertThat(anns.sendAcked(channel, "m1", "hello")).isEqualTo(1);
        anns.close();
    }

    @Test
    void theSocketEndsWithTheSession() {
        TestClient anns = connect(first, ticket(ann));

        redis().convertAndSend("parley:sessions:ended", ann.sessionId());

        assertThat(anns.awaitClose()).isEqualTo(4401);
    }

    @Test
    void aTicketIsTakenOnceHoweverManyTryAtOnce() throws Exception {
        for (int round = 0; round < 5; round++) {
            String ticket = ticket(ann);
            List<Boolean> opened = new ArrayList<>();
            try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                for (var result : executor.invokeAll(IntStream.range(0, 8).<Callable<Boolean>>mapToObj(i -> () -> {
                    try {
                        connect(i % 2 == 0 ? first : second, ticket).close();
                        return true;
                    } catch (CompletionException refused) {
                        return false;
                    }
                }).toList())) {
                    opened.add(result.get());
                }
            }
            assertThat(opened).containsOnlyOnce(true);
        }
    }

    @Test
    void aTicketIsGoneAfterItsTime() {
        String ticket = ticket(ann);
        assertThat(redis().getExpire(Tickets.key(ticket))).isBetween(0L, 30L);

        redis().expire(Tickets.key(ticket), Duration.ofMillis(1));
        await().atMost(TestClient.PATIENCE).until(() -> !redis().hasKey(Tickets.key(ticket)));

        assertThat(refusal(first, "ticket=" + ticket).statusCode()).isEqualTo(401);
    }

    @Test
    void aTicketOfASessionThatEndedMeanwhileIsRefused() {
        String ticket = ticket(ann);
        redis().opsForValue().set("parley:session:" + ann.sessionId(), "ended", Duration.ofMinutes(1));

        assertThat(refusal(second, "ticket=" + ticket).statusCode()).isEqualTo(401);
    }

    @Test
    void aTicketOutlivesItsTokenForNobody() {
        Tickets tickets = first.bean(Tickets.class);
        String ticket = tickets.issue(new Identity(ann.userId(), ann.sessionId(), "t1", Instant.now().minusSeconds(1)));

        assertThat(refusal(second, "ticket=" + ticket).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ticket=", "ticket=short", "ticket=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "ticket=%2F%2F%2FAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "ticket=a&ticket=b", "other=1", "ticket"})
    void whatIsNoTicketIsRefused(String query) {
        assertThat(refusal(first, query).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"access_token", "token"})
    void anAccessTokenInTheAddressIsRefusedWithAHint(String parameter) {
        var answer = world.get(first, ann, "/api/chat/ws?" + parameter + "=" + ann.token());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().get("code").stringValue()).isEqualTo("token-in-address");
        assertThat(answer.body().get("detail").stringValue()).contains("POST /api/chat/tickets");
        assertThat(refusal(first, parameter + "=" + ann.token()).statusCode()).isEqualTo(400);
        assertThat(refusal(first, parameter + "=x", "Authorization", "Bearer " + ann.token()).statusCode())
                .isEqualTo(400);
    }

    @Test
    void aTicketIsNotTakenByWhatIsNoHandshakeOrHasAHeader() {
        String ticket = ticket(ann);

        assertThat(world.call(HttpRequest.newBuilder(first.uri("/api/chat/ws?ticket=" + ticket))).status())
                .isEqualTo(401);
        assertThat(refusal(first, "ticket=" + ticket, "Authorization", "Bearer nonsense").statusCode()).isEqualTo(401);
        assertThat(world.call(HttpRequest.newBuilder(first.uri("/api/chat/channels?ticket=" + ticket))).status())
                .isEqualTo(401);

        connect(first, ticket).close();
    }

    @Test
    void ticketsAreForWhoHasATokenAndRedisHoldsNone() {
        assertThat(world.call(HttpRequest.newBuilder(first.uri("/api/chat/tickets"))
                .POST(HttpRequest.BodyPublishers.noBody())).status()).isEqualTo(401);

        String ticket = ticket(ann);

        assertThat(ticket).matches("[A-Za-z0-9_-]{43}");
        assertThat(redis().keys("*" + ticket + "*")).isEmpty();
        assertThat(redis().opsForValue().get(Tickets.key(ticket))).contains(ann.id()).doesNotContain(ticket);
    }

    @Test
    void thereAreOnlySoManyTicketsAMinute() {
        Tickets two = new Tickets(first.bean(RedisBus.class), new TicketSettings(2), Clock.systemUTC());
        Identity me = new Identity(ann.userId(), ann.sessionId(), "t1", Instant.now().plusSeconds(60));

        // The minute may change on the way.
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> IntStream.range(0, 10).forEach(i -> two.issue(me)))
                .satisfies(problem -> assertThat(problem.type()).isEqualTo(ChatProblem.RATE_LIMITED))
                .satisfies(problem -> assertThat(problem.retryAfter()).hasValueSatisfying(
                        delay -> assertThat(delay).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(1))));
        two.issue(new Identity(bob.userId(), bob.sessionId(), "t2", Instant.now().plusSeconds(60)));
    }

    @Test
    void withRedisAwayTheAnswerSaysThatARetryHelps() throws Exception {
        String ticket = ticket(ann);
        world.parts.redis().stop();
        try {
            await().atMost(TestClient.PATIENCE).until(() -> first.bean(RedisBus.class).commands() == null);

            HttpResponse<?> refused = refusal(first, "ticket=" + ticket);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValueAsLong("Retry-After")).hasValue(2);
            var answer = world.post(first, ann, "/api/chat/tickets", Map.of());
            assertThat(answer.status()).isEqualTo(503);
            assertThat(JSON.writeValueAsString(answer.body())).contains("tickets-unavailable");
        } finally {
            world.parts.redis().start();
        }
        await().atMost(TestClient.PATIENCE)
                .until(() -> world.post(first, ann, "/api/chat/tickets", Map.of()).status() == 201);
    }
}
