package dev.parley.gateway.session;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.resource.Delay;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How the Redis driver behaves while Redis is away. */
@Configuration(proxyBeanMethods = false)
class RedisClientConfiguration {

    private static final Duration FIRST_RECONNECT = Duration.ofMillis(50);
    private static final Duration LONGEST_RECONNECT = Duration.ofSeconds(1);

    /** A command fails at once instead of waiting for a connection: auth-service is asked instead. */
    @Bean
    LettuceClientOptionsBuilderCustomizer failFast() {
        return options -> options.disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS);
    }

    /** The driver's own default grows to half a minute, too long to miss ends of sessions for. */
    @Bean
    ClientResourcesBuilderCustomizer reconnectSoon() {
        return resources -> resources.reconnectDelay(() -> Delay.fullJitter(FIRST_RECONNECT, LONGEST_RECONNECT,
                FIRST_RECONNECT.toMillis(), TimeUnit.MILLISECONDS));
    }
}
