package dev.parley.gateway.socket;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How sockets are kept.
 *
 * @param recheckEvery how often the sessions of open sockets are looked up in Redis, in case the push of an end was lost
 */
@ConfigurationProperties(prefix = "parley.gateway.socket", ignoreUnknownFields = false)
record SocketSettings(@DefaultValue("30s") Duration recheckEvery) {

    SocketSettings {
        if (recheckEvery.compareTo(Duration.ofMillis(100)) < 0 || recheckEvery.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException("parley.gateway.socket.recheck-every must be 100ms to 10m");
        }
    }
}
