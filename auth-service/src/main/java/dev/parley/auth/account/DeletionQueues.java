package dev.parley.auth.account;

import org.springframework.amqp.core.Queue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.parley.platform.queue.DurableQueues;

/** Where the other services hear that a person is gone. Each queue is declared here and by its consumer, alike. */
@Configuration(proxyBeanMethods = false)
class DeletionQueues {

    static final String CHAT = "chat.user-deletions";
    static final String FILES = "file.user-deletions";

    @Bean
    Queue chatUserDeletions(DurableQueues queues) {
        return queues.workQueue(CHAT);
    }

    @Bean
    Queue parkedChatUserDeletions(DurableQueues queues) {
        return queues.parkingQueue(CHAT);
    }

    @Bean
    Queue fileUserDeletions(DurableQueues queues) {
        return queues.workQueue(FILES);
    }

    @Bean
    Queue parkedFileUserDeletions(DurableQueues queues) {
        return queues.parkingQueue(FILES);
    }
}
