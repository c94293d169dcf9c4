package dev.parley.journey;

import java.net.URI;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** A client's WebSocket to chat-service, through the gateway. For one thread. */
final class ChatSocket implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 30;

    private final LinkedBlockingQueue<JsonNode> inbox = new LinkedBlockingQueue<>();
    private final CompletableFuture<Close> closed = new CompletableFuture<>();
    private final List<JsonNode> setAside = new ArrayList<>();
    private final WebSocket socket;
    private int references;

    /** The server's close: its code, and when it came by {@link System#nanoTime}. */
    record Close(int code, long nanoTime) {}

    private ChatSocket(URI http, WebSocket.Builder handshake) {
        URI ws = URI.create(http.toString().replaceFirst("^http", "ws"));
        this.socket = handshake.buildAsync(ws, new Receiver())
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    static ChatSocket open(URI http, String token) {
        ChatSocket socket = new ChatSocket(http,
                Api.CLIENT.newWebSocketBuilder().header("Authorization", "Bearer " + token));
        socket.awaitGreeting();
        return socket;
    }

    /** Opens one as browsers do, without a header of its own; whether it is greeted or closed is seen later. */
    static ChatSocket withTicket(URI http, String ticket) {
        return new ChatSocket(URI.create(http + "?ticket=" + ticket), Api.CLIENT.newWebSocketBuilder());
    }

    void awaitGreeting() {
        await("hello", frame -> true);
    }

    /** Sends a text and returns the version it was acknowledged with. */
    long send(String channelId, String text) {
        return send(channelId, text, UUID.randomUUID().toString());
    }

    /** Sends a text under this client message id and returns the version it was acknowledged with. */
    long send(String channelId, String text, String clientMessageId) {
        String ref = nextReference();
        write(Map.of("type", "send", "ref", ref, "channelId", channelId, "clientMessageId", clientMessageId, "text",
                text));
        return await("ack", frame -> frame.path("ref").asString().equals(ref)).path("version").asLong();
    }

    /** Sends a text; the code of the error that is answered, or nothing where it is acknowledged. */
    String refusal(String channelId, String text) {
        String ref = nextReference();
        write(Map.of("type", "send", "ref", ref, "channelId", channelId, "clientMessageId",
                UUID.randomUUID().toString(), "text", text));
        return next(frame -> frame.path("ref").asString().equals(ref)).path("code").asString("");
    }

    /** Sends a frame of this type and returns what answers it: {@code ack}, {@code ok} or an error. */
    JsonNode ask(String type, Map<String, ?> members) {
        String ref = nextReference();
        Map<String, Object> frame = new HashMap<>(members);
        frame.put("type", type);
        frame.put("ref", ref);
        write(frame);
        return next(answer -> answer.path("ref").asString().equals(ref));
    }

    /** Waits for a frame of this type that says this, and that nobody asked for. */
    JsonNode hears(String type, Predicate<JsonNode> what) {
        Predicate<JsonNode> wanted = frame -> frame.path("type").asString().equals(type) && what.test(frame);
        Optional<JsonNode> earlier = setAside.stream().filter(wanted).findFirst();
        earlier.ifPresent(setAside::remove);
        return earlier.orElseGet(() -> next(wanted));
    }

    /** Asks for all after a version, and returns what came until the server said that this was it. */
    List<JsonNode> resume(String channelId, long lastSeen) {
        String ref = nextReference();
        write(Map.of("type", "resume", "ref", ref, "channels", Map.of(channelId, lastSeen)));
        JsonNode end = await("resumed", frame -> frame.path("ref").asString().equals(ref));
        assertThat(end.path("channels").path(channelId).path("recovered").asBoolean()).isTrue();
        return takeMessages(channelId);
    }

    /** Waits for this many messages of a channel. */
    List<JsonNode> receive(String channelId, int count) {
        List<JsonNode> messages = new ArrayList<>(takeMessages(channelId));
        while (messages.size() < count) {
            messages.addAll(
                    messagesOf(await("messages", frame -> frame.path("channelId").asString().equals(channelId))));
        }
        return messages;
    }

    /** The code that the server closed with. */
    int closedWith() {
        return closed().code();
    }

    /** How the server closed. */
    Close closed() {
        return closed.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        if (closed.isDone()) {
            return;
        }
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "bye").orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    private String nextReference() {
        references++;
        return Integer.toString(references);
    }

    private void write(Object frame) {
        socket.sendText(Api.JSON.writeValueAsString(frame), true).orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    private List<JsonNode> takeMessages(String channelId) {
        List<JsonNode> messages = new ArrayList<>();
        setAside.removeIf(frame -> {
            boolean wanted = frame.path("type").asString().equals("messages")
                    && frame.path("channelId").asString().equals(channelId);
            if (wanted) {
                messages.addAll(messagesOf(frame));
            }
            return wanted;
        });
        return messages;
    }

    private static List<JsonNode> messagesOf(JsonNode frame) {
        return List.copyOf(frame.path("messages").values());
    }

    /** The next frame of this type; an error instead is a failure. */
    private JsonNode await(String type, Predicate<JsonNode> condition) {
        JsonNode found = next(frame -> frame.path("type").asString().equals("error")
                || frame.path("type").asString().equals(type) && condition.test(frame));
        assertThat(found.path("type").asString()).as(() -> "answered: " + found).isEqualTo(type);
        return found;
    }

    /** The next frame like this; others that come before it wait for their turn. */
    private JsonNode next(Predicate<JsonNode> condition) {
        try {
            while (true) {
                JsonNode frame = inbox.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (frame == null) {
                    throw new AssertionError("no answer within " + PATIENCE_SECONDS + " s; waiting: " + setAside);
                }
                if (condition.test(frame)) {
                    return frame;
                }
                setAside.add(frame);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private final class Receiver implements WebSocket.Listener {

        private final StringBuilder partial = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                JsonNode frame = Api.JSON.readTree(partial.toString());
                partial.setLength(0);
                if (frame.isArray()) {
                    frame.values().forEach(inbox::add);
                } else {
                    inbox.add(frame);
                }
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            closed.complete(new Close(statusCode, System.nanoTime()));
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            closed.completeExceptionally(error);
        }
    }
}
