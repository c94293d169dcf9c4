package dev.parley.chat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import com.sun.net.httpserver.HttpServer;
import org.flywaydb.core.Flyway;
import org.mariadb.jdbc.MariaDbDataSource;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.platform.id.Ids;
import dev.parley.platform.queue.ConfirmedPublisher;
import dev.parley.testkit.EmbeddedPartsSet;
import dev.parley.testkit.OpenApi;
import dev.parley.testkit.TestIssuer;

import static org.awaitility.Awaitility.await;

/** Nodes on one store, people, and an auth-service that knows them. */
public final class ChatWorld implements AutoCloseable {

    static final OpenApi DOCUMENT = OpenApi.onClassPath("static/api/chat/openapi.yaml");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    public final EmbeddedPartsSet parts = EmbeddedPartsSet.shared();
    public final EmbeddedPartsSet.Store store;
    public final TestIssuer issuer = new TestIssuer();
    private final List<TestNode> nodes = new ArrayList<>();
    private final Set<String> knownPeople = ConcurrentHashMap.newKeySet();
    private final Set<TestClient> clients = new HashSet<>();
    private final Map<String, byte[]> shares = new ConcurrentHashMap<>();
    private volatile boolean fileServiceFails;
    private final HttpServer authService;

    /** Somebody with a session. */
    public record Person(long userId, String id, String sessionId, String token) {}

    /** For tests of the store without nodes: it is their own. */
    public ChatWorld() {
        this(EmbeddedPartsSet.shared().store("parley_chat"));
    }

    /**
     * For tests with nodes. All nodes take from the same queues, so they have the same store; a test looks at what its own people and
     * channels have there.
     */
    public static ChatWorld withNodes() {
        return new ChatWorld(StoreOfNodes.STORE);
    }

    private static final class StoreOfNodes {
        static final EmbeddedPartsSet.Store STORE = EmbeddedPartsSet.shared().store("parley_chat");
    }

    private ChatWorld(EmbeddedPartsSet.Store store) {
        this.store = store;
        try {
            authService = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        authService.createContext("/api/auth/users/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            boolean known = knownPeople.contains(path.substring(path.lastIndexOf('/') + 1))
                    && exchange.getRequestHeaders().containsKey("Authorization");
            exchange.sendResponseHeaders(known ? 200 : 404, -1);
            exchange.close();
        });
        authService.createContext("/internal/shares/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            byte[] share = shares.getOrDefault(path.substring(path.lastIndexOf('/') + 1), new byte[0]);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(fileServiceFails ? 500 : share.length == 0 ? 404 : 200,
                    fileServiceFails || share.length == 0 ? -1 : share.length);
            if (!fileServiceFails) {
                exchange.getResponseBody().write(share);
            }
            exchange.close();
        });
        authService.start();
    }

    /** Has file-service know a shared file; the token of its link. */
    public String share(String name, long size, String mediaType, String status) {
        String token = UUID.randomUUID().toString();
        shares.put(token, JSON.writeValueAsBytes(
                Map.of("name", name, "size", size, "mediaType", mediaType, "status", status, "sha256", "00")));
        return token;
    }

    public String share(String name, long size, String mediaType) {
        return share(name, size, mediaType, "available");
    }

    /** Has file-service know a file that is shared with the members of one channel; the token of its link. */
    public String shareWith(String channelId, String name) {
        String token = UUID.randomUUID().toString();
        shares.put(token, JSON.writeValueAsBytes(Map.of("name", name, "size", 1, "mediaType", "text/plain", "status",
                "available", "channelId", channelId)));
        return token;
    }

    /** Has file-service answer nothing but errors, or be itself again. */
    public void failFileService(boolean fails) {
        fileServiceFails = fails;
    }

    /** Starts one more node. */
    public TestNode node(Map<String, String> overrides) {
        URI auth = URI.create("http://127.0.0.1:" + authService.getAddress().getPort());
        TestNode node = TestNode.start("node-" + UUID.randomUUID(), parts, store, issuer, auth, overrides);
        nodes.add(node);
        return node;
    }

    public void stop(TestNode node) {
        nodes.remove(node);
        node.close();
    }

    public void stopAuthService() {
        authService.stop(0);
    }

    public Person person() {
        long id = Ids.next();
        String session = UUID.randomUUID().toString();
        knownPeople.add(Ids.format(id));
        return new Person(id, Ids.format(id), session, issuer.token(id, session));
    }

    public TestClient connect(TestNode node, Person person) {
        TestClient client = TestClient.connect(node.port(), person.token());
        clients.add(client);
        return client;
    }

    public TestClient open(TestNode node, Person person, boolean reading) {
        TestClient client = TestClient.open(node.port(), person.token(), reading);
        clients.add(client);
        return client;
    }

    /** Opens the one channel of the two; its id. */
    public String channel(TestNode node, Person one, Person other) {
        return post(node, one, "/api/chat/channels", Map.of("type", "direct", "userId", other.id())).body().get("id")
                .stringValue();
    }

    public record Answer(int status, JsonNode body) {}

    public Answer post(TestNode node, Person person, String path, Object body) {
        return call(HttpRequest.newBuilder(node.uri(path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + person.token())
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    public Answer get(TestNode node, Person person, String path) {
        return call(HttpRequest.newBuilder(node.uri(path)).header("Authorization", "Bearer " + person.token()));
    }

    public Answer call(HttpRequest.Builder request) {
        try {
            var response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            JsonNode body = response.body().isEmpty() ? JSON.nullNode() : JSON.readTree(response.body());
            compareWithDocument(response, body);
            return new Answer(response.statusCode(), body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every answer that a test gets is one that the published document describes. */
    private static void compareWithDocument(HttpResponse<String> response, JsonNode body) {
        String method = response.request().method();
        String path = response.uri().getRawPath();
        if (DOCUMENT.describes(method, path)) { // that nothing is missing is DocumentsTest's to say
            String contentType = response.headers().firstValue("Content-Type").map(type -> type.split(";")[0])
                    .orElse("");
            List<String> violations = DOCUMENT
                    .violations(new OpenApi.Answer(method, path, response.statusCode(), contentType, body));
            if (!violations.isEmpty()) {
                throw new AssertionError("not as in openapi.yaml: " + violations + " in " + response.body());
            }
        }
    }

    /** Tells chat-service, as auth-service does, that an account was deleted. */
    public void announceDeletion(TestNode node, Person person) {
        announceDeletion(node,
                "{\"userId\":\"" + person.id() + "\",\"deletedAt\":\"" + java.time.Instant.now() + "\"}");
    }

    public void announceDeletion(TestNode node, String message) {
        node.bean(ConfirmedPublisher.class).publish("chat.user-deletions", message.getBytes(StandardCharsets.UTF_8),
                new MessageProperties());
    }

    /** Deletes an account, and waits until all subscriptions have ended. */
    public void delete(TestNode node, Person person) {
        announceDeletion(node, person);
        await().atMost(TestClient.PATIENCE).until(() -> isDeleted(person));
    }

    public boolean isDeleted(Person person) {
        return count("SELECT COUNT(*) FROM deleted_users WHERE user_id = ?", person.userId()) == 1
                && count("SELECT COUNT(*) FROM subscriptions WHERE user_id = ?", person.userId()) == 0;
    }

    public int count(String sql, Object... parameters) {
        return jdbc().sql(sql).params(parameters).query(Integer.class).single();
    }

    /** The store with its tables, for tests that need no node. */
    public JdbcClient migrated() {
        Flyway.configure().dataSource(store.jdbcUrl(), store.username(), store.password()).load().migrate();
        return jdbc();
    }

    /** The store, past the service. */
    public JdbcClient jdbc() {
        try {
            MariaDbDataSource source = new MariaDbDataSource(store.jdbcUrl());
            source.setUser(store.username());
            source.setPassword(store.password());
            return JdbcClient.create(source);
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        clients.forEach(TestClient::close);
        List.copyOf(nodes).forEach(this::stop);
        authService.stop(0);
    }
}
