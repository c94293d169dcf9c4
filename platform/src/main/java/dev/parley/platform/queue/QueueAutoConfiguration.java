package dev.parley.platform.queue;

import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Declaring durable queues and publishing to them with confirms. */
@AutoConfiguration(afterName = "org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration")
@ConditionalOnClass(RabbitTemplate.class)
@EnableConfigurationProperties(QueueSettings.class)
public class QueueAutoConfiguration {

    @Bean
    DurableQueues durableQueues(QueueSettings settings) {
        return new DurableQueues(settings);
    }

    @Bean
    @ConditionalOnBean(RabbitTemplate.class)
    ConfirmedPublisher confirmedPublisher(RabbitTemplate rabbit, QueueSettings settings) {
        return new ConfirmedPublisher(rabbit, settings.confirmTimeout());
    }
}
