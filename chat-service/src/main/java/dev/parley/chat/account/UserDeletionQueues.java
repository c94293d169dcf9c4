package dev.parley.chat.account;

import org.springframework.amqp.core.Queue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.parley.platform.queue.DurableQueues;

/** Where auth-service tells of deleted accounts; it declares them alike. */
@Configuration(proxyBeanMethods = false)
class UserDeletionQueues {

    static final String DELETIONS = "chat.user-deletions";

    @Bean
    Queue userDeletions(DurableQueues queues) {
        return queues.workQueue(DELETIONS);
    }

    @Bean
    Queue parkedUserDeletions(DurableQueues queues) {
        return queues.parkingQueue(DELETIONS);
    }
}
