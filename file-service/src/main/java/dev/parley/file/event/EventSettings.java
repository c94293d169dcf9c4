package dev.parley.file.event;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The limits of event streams.
 *
 * @param heartbeat after so long without an event a comment is sent, so that nobody on the way takes the stream for dead; the gateway's
 *     patience with a silent service must be longer
 * @param retry how long a client is asked to wait before it connects again
 * @param streamsPerPerson one more ends the oldest
 * @param streamsPerNode one more is refused; each takes a connection with buffers of 130 KiB
 * @param queue how many events may wait for one reader; one more ends its stream
 */
@ConfigurationProperties(prefix = "parley.events", ignoreUnknownFields = false)
record EventSettings(@DefaultValue("15s") Duration heartbeat, @DefaultValue("3s") Duration retry,
        @DefaultValue("8") int streamsPerPerson, @DefaultValue("500") int streamsPerNode,
        @DefaultValue("256") int queue) {

    EventSettings {
        if (!heartbeat.isPositive() || !retry.isPositive() || streamsPerPerson < 1 || streamsPerNode < 1 || queue < 1) {
            throw new IllegalArgumentException("the keys of parley.events must be positive");
        }
    }
}
