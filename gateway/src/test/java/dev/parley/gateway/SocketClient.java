package dev.parley.gateway;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/** A WebSocket as a client has it. */
final class SocketClient implements WebSocket.Listener {

    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> pongs = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final WebSocket socket;

    SocketClient(HttpClient http, URI uri, String token) {
        socket = http.newWebSocketBuilder().header("Authorization", "Bearer " + token).buildAsync(uri, this)
                .orTimeout(60, TimeUnit.SECONDS).join();
    }

    /** Without a token: what opens it is in the address. */
    SocketClient(HttpClient http, URI uri) {
        socket = http.newWebSocketBuilder().buildAsync(uri, this).orTimeout(60, TimeUnit.SECONDS).join();
    }

    void send(String message) {
        socket.sendText(message, true).orTimeout(60, TimeUnit.SECONDS).join();
    }

    void ping() {
        socket.sendPing(ByteBuffer.wrap(new byte[]{7})).orTimeout(60, TimeUnit.SECONDS).join();
    }

    void close(int code) {
        socket.sendClose(code, "bye").orTimeout(60, TimeUnit.SECONDS).join();
    }

    String receive() throws InterruptedException {
        String message = texts.poll(60, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("no message came");
        }
        return message;
    }

    boolean hasPong() throws InterruptedException {
        return pongs.poll(60, TimeUnit.SECONDS) != null;
    }

    /** Ends with the close code; 1006 when the connection just broke. */
    CompletableFuture<Integer> closed() {
        return closed;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            texts.add(text.toString());
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
        pongs.add(message.remaining());
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.complete(1006);
    }
}
