package dev.parley.chat.message;

import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import com.rabbitmq.client.Channel;
import org.springframework.amqp.AmqpException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import dev.parley.chat.bus.NodeBus;
import dev.parley.chat.settings.ChatSettings;

/** Stand-ins that the tests of the message path share. */
final class Fakes {

    static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private Fakes() {}

    /** Settings with these changes to the defaults. */
    static ChatSettings settings(Map<String, String> changes) {
        Map<String, String> properties = new java.util.HashMap<>(changes);
        properties.put("parley.chat.encryption.key", KEY);
        properties.putIfAbsent("parley.chat.node-id", "here");
        return new Binder(new MapConfigurationPropertySource(properties)).bind("parley.chat", ChatSettings.class).get();
    }

    /** A cache that has forgotten everything. */
    static RecentMessages noRecentMessages() {
        return new RecentMessages() {
            @Override
            public void add(long channelId, List<Message> messages) {}

            @Override
            public void forget(long channelId) {}

            @Override
            public void forget(long channelId, Collection<Long> versions) {}

            @Override
            public Optional<List<Message>> range(long channelId, long after, long upTo) {
                return Optional.empty();
            }
        };
    }

    /** A bus that only this process is on. */
    static final class Bus implements NodeBus {

        private final Map<String, Consumer<byte[]>> subscribers = new ConcurrentHashMap<>();
        final List<String> publishedTo = new CopyOnWriteArrayList<>();

        @Override
        public void publish(String topic, byte[] payload) {
            publishedTo.add(topic);
            subscribers.getOrDefault(topic, ignored -> {}).accept(payload);
        }

        @Override
        public CompletionStage<Void> subscribe(String topic, Consumer<byte[]> subscriber) {
            subscribers.put(topic, subscriber);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void unsubscribe(String topic) {
            subscribers.remove(topic);
        }

        @Override
        public boolean connected() {
            return true;
        }

        @Override
        public void onReconnect(Runnable callback) {}
    }

    /** A broker's channel that remembers acknowledgements, and can be closed. */
    static final class AmqpChannel {

        final List<Long> acknowledged = new CopyOnWriteArrayList<>();
        final List<Long> givenBack = new CopyOnWriteArrayList<>();
        volatile boolean open = true;
        final Channel channel = (Channel) Proxy.newProxyInstance(Channel.class.getClassLoader(),
                new Class<?>[]{Channel.class}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "isOpen" -> open;
                    case "basicAck" -> {
                        if (!open) {
                            throw new AmqpException("the channel is closed"); // as Spring's proxy of it does
                        }
                        yield acknowledged.add((Long) arguments[0]);
                    }
                    case "basicNack" -> givenBack.add((Long) arguments[0]);
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
