package dev.parley.file.processing;

import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.boot.amqp.autoconfigure.SimpleRabbitListenerContainerFactoryConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.parley.platform.queue.DurableQueues;

/** The queues of file-service; each may be declared by either side of it, and both declare it alike. */
@Configuration(proxyBeanMethods = false)
class FileQueues {

    static final String HASH_REQUESTS = "hash.requests";
    static final String DIGESTS = "file.digests";
    static final String STORAGE = "file.storage";
    static final String ONE_IN_HAND = "oneInHand";
    static final String IMAGES = "file.images";
    static final String USER_DELETIONS = "file.user-deletions";

    /**
     * For long work: a consumer has one message in hand and none waiting, since the broker's patience counts from the delivery. So a large
     * content holds none back that another node could take, either.
     */
    @Bean(ONE_IN_HAND)
    SimpleRabbitListenerContainerFactory oneInHand(SimpleRabbitListenerContainerFactoryConfigurer configurer,
            ConnectionFactory connections) {
        SimpleRabbitListenerContainerFactory factory = new SimpleRabbitListenerContainerFactory();
        configurer.configure(factory, connections);
        factory.setPrefetchCount(1);
        return factory;
    }

    @Bean
    Queue hashRequests(DurableQueues queues) {
        return queues.workQueue(HASH_REQUESTS);
    }

    @Bean
    Queue digests(DurableQueues queues) {
        return queues.workQueue(DIGESTS);
    }

    @Bean
    Queue parkedDigests(DurableQueues queues) {
        return queues.parkingQueue(DIGESTS);
    }

    @Bean
    Queue storage(DurableQueues queues) {
        return queues.workQueue(STORAGE);
    }

    @Bean
    Queue parkedStorage(DurableQueues queues) {
        return queues.parkingQueue(STORAGE);
    }

    @Bean
    Queue images(DurableQueues queues) {
        return queues.workQueue(IMAGES);
    }

    @Bean
    Queue parkedImages(DurableQueues queues) {
        return queues.parkingQueue(IMAGES);
    }

    @Bean
    Queue userDeletions(DurableQueues queues) {
        return queues.workQueue(USER_DELETIONS);
    }

    @Bean
    Queue parkedUserDeletions(DurableQueues queues) {
        return queues.parkingQueue(USER_DELETIONS);
    }
}
