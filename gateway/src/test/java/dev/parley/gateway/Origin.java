package dev.parley.gateway;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;

import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.concurrent.GlobalEventExecutor;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Plays a service: a real HTTP server that answers as told, 200 with nothing unless told otherwise. */
final class Origin {

    /** How a path is answered. */
    interface Answer extends BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> {}

    /** What came in. */
    record Seen(String method, String uri, HttpHeaders headers) {}

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private @Nullable DisposableServer server;
    private int port;

    Origin() {
        start();
    }

    /** Again on the same port, when it was stopped. */
    synchronized void start() {
        if (server == null) {
            connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
            server = HttpServer.create().host("127.0.0.1").port(port).channelGroup(connections).handle(this::handle)
                    .bindNow();
            port = server.port();
        }
    }

    /** Connections are cut; new ones are refused. */
    synchronized void stop() {
        if (server != null) {
            connections.close().awaitUninterruptibly();
            server.disposeNow();
            server = null;
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Running, without answers of its own, nothing seen. */
    void reset() {
        start();
        answers.clear();
        seen.clear();
    }

    /** @param path the whole path, without query */
    void answer(String path, Answer answer) {
        answers.put(path, answer);
    }

    void answerStatus(String path, int status) {
        answer(path, (request, response) -> response.status(status).send());
    }

    void answerBody(String path, int status, String contentType, String body) {
        answer(path, (request, response) -> response.status(status).header("Content-Type", contentType)
                .sendString(Mono.just(body)));
    }

    List<Seen> seen() {
        return seen;
    }

    List<Seen> seen(String path) {
        return seen.stream().filter(request -> path(request.uri()).equals(path)).toList();
    }

    private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        seen.add(new Seen(request.method().name(), request.uri(), request.requestHeaders().copy()));
        Answer answer = answers.get(path(request.uri()));
        return answer == null ? response.status(200).send() : answer.apply(request, response);
    }

    private static String path(String uri) {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }
}
