package dev.parley.hash.worker;

import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareMessageListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.parley.platform.queue.DurableQueues;

/** The queues and who listens to them. */
@Configuration(proxyBeanMethods = false)
class WorkerConfiguration {

    /** How many failed requests one instance holds at once; more wait at the broker. They are small: no content in them. */
    private static final int WAITING_RETRIES = 256;

    @Bean
    Queue requestQueue(DurableQueues queues) {
        return queues.workQueue(HashQueues.REQUESTS);
    }

    @Bean
    Queue retryQueue(DurableQueues queues) {
        return queues.workQueue(HashQueues.RETRIES);
    }

    /** A second net, for quorum queues: here ends a retry that was delivered too often without ever being put back. */
    @Bean
    Queue retryParkingQueue(DurableQueues queues) {
        return queues.parkingQueue(HashQueues.RETRIES);
    }

    @Bean
    Queue parkingQueue(DurableQueues queues) {
        return queues.parkingQueue(HashQueues.REQUESTS);
    }

    /** Each consumer has one request in hand, so a long content never holds others back that another instance could take. */
    @Bean
    SimpleMessageListenerContainer requestContainer(ConnectionFactory connections, HashWorker worker,
            WorkerSettings settings) {
        SimpleMessageListenerContainer container = container(connections, HashQueues.REQUESTS, worker);
        container.setConcurrentConsumers(settings.consumers());
        container.setPrefetchCount(1);
        return container;
    }

    @Bean
    SimpleMessageListenerContainer retryContainer(ConnectionFactory connections, RetryWaitingRoom waitingRoom) {
        SimpleMessageListenerContainer container = container(connections, HashQueues.RETRIES, waitingRoom);
        container.setPrefetchCount(WAITING_RETRIES);
        return container;
    }

    private static SimpleMessageListenerContainer container(ConnectionFactory connections, String queue,
            ChannelAwareMessageListener listener) {
        SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(connections);
        container.setQueueNames(queue);
        container.setAcknowledgeMode(AcknowledgeMode.MANUAL);
        container.setMessageListener(listener);
        // The broker may be away, or come back empty: keep trying, the queues are declared again on connecting.
        container.setMissingQueuesFatal(false);
        return container;
    }
}
