package dev.parley.chat.message;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.boot.amqp.autoconfigure.RabbitConnectionDetails;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import dev.parley.chat.settings.ChatSettings;

/**
 * Publishing with confirms that nobody waits for: one thread writes to one channel on a connection of its own, and confirms come
 * back as they come. (Spring's template would hold one channel for each message not confirmed yet.)
 */
@Component
final class RabbitMessageQueue implements MessageQueue, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(RabbitMessageQueue.class);
    private static final long RECONNECT_PAUSE_NANOS = 500_000_000;

    private record Outgoing(String queue, String id, byte[] body, Consumer<Boolean> confirmed) {}

    private final ConnectionFactory factory;
    private final List<Address> addresses;
    private final int partitions;
    private final BlockingQueue<Outgoing> waiting;
    private @Nullable Connection connection;
    private @Nullable ConfirmedChannel channel;
    private long lastFailure = System.nanoTime() - RECONNECT_PAUSE_NANOS;
    private volatile @Nullable Thread publisher;

    RabbitMessageQueue(CachingConnectionFactory factory, RabbitConnectionDetails details, ChatSettings settings) {
        this.factory = factory.getRabbitConnectionFactory();
        this.addresses = details.getAddresses().stream().map(a -> new Address(a.host(), a.port())).toList();
        this.partitions = settings.messages().partitions();
        this.waiting = new ArrayBlockingQueue<>(settings.messages().maxPending());
    }

    @Override
    public void publish(QueuedMessage message, Consumer<Boolean> confirmed) {
        String queue = Partitions.queueName(Partitions.partitionOf(message.channelId(), partitions));
        Outgoing outgoing = new Outgoing(queue, Long.toString(message.id()), MessageCodec.encode(message), confirmed);
        if (publisher == null || !waiting.offer(outgoing)) {
            confirmed.accept(false);
        }
    }

    private void publishAll() {
        try {
            while (publisher != null) {
                publish(waiting.take());
            }
        } catch (InterruptedException e) {
            log.debug("publishing ends");
        } finally {
            close();
        }
    }

    private void publish(Outgoing outgoing) {
        ConfirmedChannel open = openChannel();
        if (open == null) {
            outgoing.confirmed().accept(false);
            return;
        }
        open.publish(outgoing.queue(), outgoing.id(), outgoing.body(), outgoing.confirmed());
    }

    /** Tries at most twice a second, so that while the broker is away senders hear of it at once. */
    private @Nullable ConfirmedChannel openChannel() {
        ConfirmedChannel current = channel;
        if (current != null && current.isOpen()) {
            return current;
        }
        if (System.nanoTime() - lastFailure < RECONNECT_PAUSE_NANOS) {
            return null;
        }
        close();
        try {
            Connection fresh = factory.newConnection(addresses, "chat-service publisher");
            connection = fresh;
            ConfirmedChannel opened = new ConfirmedChannel(fresh.createChannel());
            channel = opened;
            return opened;
        } catch (IOException | TimeoutException | AlreadyClosedException e) {
            lastFailure = System.nanoTime();
            log.warn("the queue cannot be reached: {}", e.toString());
            return null;
        }
    }

    private void close() {
        Connection old = connection;
        connection = null;
        channel = null;
        if (old != null) {
            old.abort(1000);
        }
    }

    @Override
    public void start() {
        Thread thread = Thread.ofVirtual().name("message-publisher").unstarted(this::publishAll);
        publisher = thread;
        thread.start();
    }

    @Override
    public void stop() {
        Thread thread = publisher;
        publisher = null;
        if (thread != null) {
            thread.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return publisher != null;
    }

    /** Before the web server starts, and until it has stopped. */
    @Override
    public int getPhase() {
        return 2000;
    }
}
