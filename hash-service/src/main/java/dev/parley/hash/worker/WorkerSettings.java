package dev.parley.hash.worker;

import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the queue worker works.
 *
 * @param concurrency how many contents are read at once; 0 means one for each core
 * @param contentHosts service names that a request's {@code contentUrl} may name, and nothing else
 * @param replyQueues a pattern that the whole name of a reply queue must match
 * @param maxAttempts how often one request is tried in all before it is parked
 * @param firstBackoff the wait before the second attempt; it doubles each time
 * @param maxBackoff the longest wait between two attempts
 * @param connectTimeout how long a connection to a content host may take to be made
 * @param stallTimeout how long a content host may send nothing before the attempt counts as failed
 * @param timeLimit how long one attempt may take in all; shorter than the broker waits for an acknowledgement
 */
@ConfigurationProperties(prefix = "parley.hash.worker", ignoreUnknownFields = false)
record WorkerSettings(
        @DefaultValue("0") int concurrency,
        @DefaultValue("file-service") Set<String> contentHosts,
        @DefaultValue("[a-z0-9-]+\\.digests") Pattern replyQueues,
        @DefaultValue("10") int maxAttempts,
        @DefaultValue("1s") Duration firstBackoff,
        @DefaultValue("1m") Duration maxBackoff,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("30s") Duration stallTimeout,
        @DefaultValue("20m") Duration timeLimit) {

    /** RabbitMQ closes a channel whose message stays unacknowledged for half an hour. */
    private static final Duration CONSUMER_TIMEOUT = Duration.ofMinutes(30);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    WorkerSettings {
        require(concurrency >= 0 && concurrency <= 256, "concurrency must be 0 to 256");
        require(!contentHosts.isEmpty(), "content-hosts must name at least one service");
        require(maxAttempts >= 1 && maxAttempts <= 100, "max-attempts must be 1 to 100");
        require(firstBackoff.isPositive(), "first-backoff must be positive");
        require(maxBackoff.compareTo(firstBackoff) >= 0, "max-backoff must not be shorter than first-backoff");
        require(maxBackoff.compareTo(LONGEST_WAIT) <= 0, "max-backoff must be at most 10m");
        require(connectTimeout.isPositive() && connectTimeout.compareTo(LONGEST_WAIT) <= 0,
                "connect-timeout must be positive and at most 10m");
        require(stallTimeout.isPositive() && stallTimeout.compareTo(LONGEST_WAIT) <= 0,
                "stall-timeout must be positive and at most 10m");
        require(timeLimit.isPositive() && timeLimit.plus(stallTimeout).compareTo(CONSUMER_TIMEOUT) < 0,
                "time-limit must be positive, and with stall-timeout be less than the broker's 30m");
        contentHosts = Set.copyOf(contentHosts);
    }

    int consumers() {
        return concurrency > 0 ? concurrency : Runtime.getRuntime().availableProcessors();
    }

    /** The wait before the attempt after this many failed ones. */
    Duration backoffAfter(int failedAttempts) {
        Duration wait = firstBackoff;
        for (int i = 1; i < failedAttempts && wait.compareTo(maxBackoff) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(maxBackoff) < 0 ? wait : maxBackoff;
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("parley.hash.worker." + rule);
        }
    }
}
