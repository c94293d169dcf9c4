package dev.parley.chat.message;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.rabbitmq.client.Channel;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareMessageListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import dev.parley.chat.settings.ChatSettings;
import dev.parley.chat.settings.MessageSettings;

/** One consumer and one writer for each partition. The broker keeps all but one node's consumers of a queue waiting. */
@Component
final class PartitionConsumers implements SmartLifecycle {

    private static final long RECOVERY_MILLIS = 500;

    private final DirectMessageListenerContainer container;
    private final Map<String, PartitionWriter> writers = new HashMap<>();
    private @Nullable ExecutorService threads;

    PartitionConsumers(ConnectionFactory connections, MessageLog messages, Announcer announcer, Parking parking,
            ChatSettings settings) {
        MessageSettings messageSettings = settings.messages();
        for (String queue : Partitions.queueNames(messageSettings.partitions())) {
            writers.put(queue, new PartitionWriter(messages, announcer, parking, messageSettings));
        }
        container = new DirectMessageListenerContainer(connections);
        container.setQueueNames(writers.keySet().toArray(String[]::new));
        container.setAcknowledgeMode(AcknowledgeMode.MANUAL);
        container.setPrefetchCount(messageSettings.prefetch());
        container.setMissingQueuesFatal(false);
        container.setRecoveryInterval(RECOVERY_MILLIS);
        container.setFailedDeclarationRetryInterval(RECOVERY_MILLIS);
        container.setMonitorInterval(RECOVERY_MILLIS);
        container.setMessageListener((ChannelAwareMessageListener) this::onMessage);
    }

    private void onMessage(Message message, @Nullable Channel channel) {
        String queue = Objects.requireNonNull(message.getMessageProperties().getConsumerQueue());
        Objects.requireNonNull(writers.get(queue))
                .enqueue(new PartitionWriter.Delivered(message.getBody(), Objects.requireNonNull(channel),
                        message.getMessageProperties().getDeliveryTag()));
    }

    @Override
    public synchronized void start() {
        ExecutorService started = Executors.newVirtualThreadPerTaskExecutor();
        writers.values().forEach(started::execute);
        threads = started;
        container.afterPropertiesSet();
        container.start();
    }

    /** The consumers go first; then the batches being written are finished or given up, and the broker redelivers. */
    @Override
    public synchronized void stop() {
        container.stop();
        ExecutorService started = threads;
        if (started != null) {
            started.shutdownNow();
            threads = null;
        }
        container.destroy();
    }

    @Override
    public synchronized boolean isRunning() {
        return threads != null;
    }
}
