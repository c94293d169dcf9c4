package dev.parley.chat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.testkit.AsyncApi;

import static org.awaitility.Awaitility.await;

/** A client's WebSocket. Remembers all that came, in order. */
public final class TestClient implements WebSocket.Listener, AutoCloseable {

    /** Every frame that a test sends or gets is one that the published document describes. */
    static final AsyncApi DOCUMENT = AsyncApi.onClassPath("static/api/chat/asyncapi.yaml", "socket");
    public static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final List<JsonNode> frames = new ArrayList<>();
    private final StringBuilder partial = new StringBuilder();
    private final AtomicInteger refs = new AtomicInteger();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final boolean reading;
    private int described;
    private WebSocket socket;

    @SuppressWarnings("NullAway.Init") // set before the constructor's caller sees it
    private TestClient(boolean reading) {
        this.reading = reading;
    }

    /** Connects and waits for the greeting. */
    public static TestClient connect(int port, String token) {
        TestClient client = open(port, token, true);
        client.awaitFrame(frame -> frame.path("type").stringValue("").equals("hello"));
        return client;
    }

    /** Connects with a ticket instead of a token and waits for the greeting. */
    public static TestClient connectWithTicket(int port, String ticket) {
        TestClient client = new TestClient(true);
        client.socket = HTTP.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/api/chat/ws?ticket=" + ticket), client)
                .join();
        client.awaitFrame(frame -> frame.path("type").stringValue("").equals("hello"));
        return client;
    }

    /** Connects; one that is not reading leaves all that comes in the connection. */
    public static TestClient open(int port, String token, boolean reading) {
        TestClient client = new TestClient(reading);
        client.socket = HTTP.newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/api/chat/ws"), client)
                .join();
        return client;
    }

    @Override
    public void onOpen(WebSocket webSocket) {
        if (reading) {
            webSocket.request(1);
        }
    }

    /** Begins reading with a client that did not. */
    public void startReading() {
        socket.request(Long.MAX_VALUE);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            JsonNode json = JSON.readTree(partial.toString());
            partial.setLength(0);
            synchronized (frames) {
                if (json.isArray()) {
                    json.forEach(frames::add);
                } else {
                    frames.add(json);
                }
            }
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closed.complete(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.complete(1006);
    }

    /**
     * Sends a frame of that type with the next reference, as the document describes it.
     *
     * @param members besides type and reference
     * @return the reference
     */
    public String operation(String type, Map<String, ?> members) {
        String ref = "r" + refs.incrementAndGet();
        Map<String, Object> frame = new LinkedHashMap<>(Map.of("type", type, "ref", ref));
        frame.putAll(members);
        requireDescribed(AsyncApi.Direction.RECEIVE, JSON.valueToTree(frame));
        raw(JSON.writeValueAsString(frame));
        return ref;
    }

    /** Sends a message that the document does not allow; its reference. */
    public String sendAnyway(String channelId, String clientMessageId, String text) {
        String ref = "r" + refs.incrementAndGet();
        raw(JSON.writeValueAsString(Map.of("type", "send", "ref", ref, "channelId", channelId, "clientMessageId",
                clientMessageId, "text", text)));
        return ref;
    }

    private static void requireDescribed(AsyncApi.Direction direction, JsonNode frame) {
        List<String> violations = DOCUMENT.violations(direction, frame);
        if (!violations.isEmpty()) {
            throw new AssertionError("not as in asyncapi.yaml: " + violations + " in " + frame);
        }
    }

    /** Sends a frame as it is. */
    public void raw(String frame) {
        socket.sendText(frame, true).join();
    }

    /** Sends a message as several frames. */
    public void rawInPieces(List<String> pieces) {
        for (int i = 0; i < pieces.size(); i++) {
            socket.sendText(pieces.get(i), i == pieces.size() - 1).join();
        }
    }

    /** The answer, unless the socket closes before or it takes longer than that. */
    public Optional<JsonNode> answer(String ref, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        Optional<JsonNode> answer = Optional.empty();
        while (answer.isEmpty() && !isClosed() && System.nanoTime() < deadline) {
            answer = frames().stream().filter(frame -> frame.path("ref").stringValue("").equals(ref)).findFirst();
            LockSupport.parkNanos(1_000_000);
        }
        return answer;
    }

    /** Sends a message; its reference. */
    public String send(String channelId, String clientMessageId, String text) {
        return operation("send",
                Map.of("channelId", channelId, "clientMessageId", clientMessageId, "text", text));
    }

    /** Sends a message and waits for its acknowledgement; the version. */
    public long sendAcked(String channelId, String clientMessageId, String text) {
        JsonNode answer = awaitAnswer(send(channelId, clientMessageId, text));
        if (!answer.path("type").stringValue("").equals("ack")) {
            throw new AssertionError("not acknowledged: " + answer);
        }
        return answer.get("version").longValue();
    }

    /** Resumes one channel and waits until all was sent; the answer for the channel. */
    public JsonNode resume(String channelId, long after) {
        String ref = operation("resume", Map.of("channels", Map.of(channelId, after)));
        return awaitAnswer(ref).get("channels").get(channelId);
    }

    /** The frame that answers this reference. */
    public JsonNode awaitAnswer(String ref) {
        return awaitFrame(frame -> frame.path("ref").stringValue("").equals(ref));
    }

    public JsonNode awaitFrame(Predicate<JsonNode> wanted) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> frames().stream().filter(wanted).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    /** Everything that came, objects one by one. */
    public List<JsonNode> frames() {
        synchronized (frames) {
            while (described < frames.size()) {
                requireDescribed(AsyncApi.Direction.SEND, frames.get(described++));
            }
            return List.copyOf(frames);
        }
    }

    /** The messages of a channel that came, in the order in which they came. */
    public List<JsonNode> messages(String channelId) {
        List<JsonNode> messages = new ArrayList<>();
        frames().stream()
                .filter(frame -> frame.path("type").stringValue("").equals("messages"))
                .filter(frame -> frame.path("channelId").stringValue("").equals(channelId))
                .forEach(frame -> frame.get("messages").forEach(messages::add));
        return messages;
    }

    /** The versions of a channel that came, in the order in which they came. */
    public List<Long> versions(String channelId) {
        return messages(channelId).stream().map(message -> message.get("version").longValue()).toList();
    }

    public List<Long> awaitVersions(String channelId, int count) {
        await().atMost(PATIENCE).until(() -> versions(channelId).size() >= count);
        return versions(channelId);
    }

    public int awaitClose() {
        return closed.orTimeout(PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS).join();
    }

    public boolean isClosed() {
        return closed.isDone();
    }

    /** Cuts the connection, as a client does that loses its network. */
    @Override
    public void close() {
        socket.abort();
    }
}
