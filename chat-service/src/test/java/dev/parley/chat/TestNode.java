package dev.parley.chat;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;

import dev.parley.testkit.EmbeddedPartsSet;
import dev.parley.testkit.TestIssuer;

/** One chat-service in this JVM, on a free port. */
public final class TestNode implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private TestNode(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Starts a node on this store; {@code overrides} are further properties. */
    static TestNode start(String name, EmbeddedPartsSet parts, EmbeddedPartsSet.Store store, TestIssuer issuer,
            URI authService, Map<String, String> overrides) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("server.port", "0");
        properties.put("spring.lifecycle.timeout-per-shutdown-phase", "5s");
        properties.put("parley.chat.node-id", name);
        properties.put("parley.chat.sockets.drain-period", "0s");
        properties.put("parley.chat.presence.expiry", "6s");
        properties.put("parley.chat.presence.grace", "500ms");
        properties.put("parley.chat.encryption.key", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
        properties.put("parley.store.primary", store.jdbcUrl());
        properties.put("parley.store.username", store.username());
        properties.put("parley.store.password", store.password());
        properties.put("parley.store.replicas", "");
        properties.put("spring.data.redis.url", parts.redisUrl());
        properties.put("spring.rabbitmq.addresses", parts.amqpUrl());
        properties.put("spring.cloud.discovery.client.simple.instances.auth-service[0].uri", authService.toString());
        properties.put("spring.cloud.discovery.client.simple.instances.file-service[0].uri", authService.toString());
        properties.putAll(overrides);
        String[] arguments = properties.entrySet()
                .stream()
                .map(property -> "--" + property.getKey() + "=" + property.getValue())
                .toArray(String[]::new);
        return new TestNode(new SpringApplicationBuilder(ChatApplication.class)
                .initializers(application -> register((GenericApplicationContext) application, issuer))
                .run(arguments));
    }

    private static void register(GenericApplicationContext application, TestIssuer issuer) {
        application.registerBean("testIssuer", TestIssuer.class, () -> issuer,
                definition -> definition.setDestroyMethodName(""));
        // The event loops are global by default: one node's end would be the end of all in this JVM.
        application.registerBean("ownResources", ReactorResourceFactory.class, () -> {
            ReactorResourceFactory resources = new ReactorResourceFactory();
            resources.setUseGlobalResources(false);
            return resources;
        });
    }

    /** A bean of the node. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** The bean of that name. */
    public <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    /** All beans of that type. */
    public <T> List<T> beans(Class<T> type) {
        return List.copyOf(context.getBeansOfType(type).values());
    }

    public int port() {
        return Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port", Integer.class));
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    @Override
    public void close() {
        context.close();
    }
}
