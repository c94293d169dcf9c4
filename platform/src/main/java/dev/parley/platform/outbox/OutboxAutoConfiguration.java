package dev.parley.platform.outbox;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.modulith.events.FailedEventPublications;

/**
 * Makes Spring Modulith's event publication registry an outbox that empties itself. A service has it by depending on the
 * registry and by making its table; its listeners are {@code @Async @TransactionalEventListener}.
 */
@AutoConfiguration(afterName = "org.springframework.modulith.events.config.EventPublicationAutoConfiguration")
@ConditionalOnClass(FailedEventPublications.class)
@ConditionalOnBean(FailedEventPublications.class)
@EnableConfigurationProperties(OutboxSettings.class)
public class OutboxAutoConfiguration {

    @Bean
    OutboxResubmission outboxResubmission(FailedEventPublications failed, OutboxSettings settings) {
        return new OutboxResubmission(failed, settings);
    }
}
