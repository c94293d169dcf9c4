package dev.parley.gateway.session;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How sessions are checked.
 *
 * @param cacheFor how long a session that was found to stand is not asked for again; ends are pushed, so this only bounds the harm
 *        of a push that was lost
 * @param graceFor how long after it was last found to stand a session goes on when neither Redis nor auth-service answers
 * @param rememberEndedFor how long an end is remembered; at least as long as an access token lives
 * @param maxSessions how many sessions are kept in memory, standing and ended each
 * @param redisTimeout how long Redis may take for one answer
 * @param authTimeout how long auth-service may take for one answer
 * @param maxChecks how many questions auth-service gets at once
 * @param queueFor how long a request may wait for its turn to ask; many come at once when a crowd reconnects
 */
@ConfigurationProperties(prefix = "parley.gateway.session", ignoreUnknownFields = false)
record SessionSettings(
        @DefaultValue("3s") Duration cacheFor,
        @DefaultValue("1m") Duration graceFor,
        @DefaultValue("20m") Duration rememberEndedFor,
        @DefaultValue("100000") int maxSessions,
        @DefaultValue("300ms") Duration redisTimeout,
        @DefaultValue("2s") Duration authTimeout,
        @DefaultValue("64") int maxChecks,
        @DefaultValue("5s") Duration queueFor) {

    private static final Duration LONGEST = Duration.ofDays(1);

    SessionSettings {
        require(isWithin(cacheFor) && cacheFor.compareTo(Duration.ofMinutes(1)) <= 0,
                "cache-for must be positive and at most 1m");
        require(isWithin(graceFor) && graceFor.compareTo(cacheFor) >= 0,
                "grace-for must not be shorter than cache-for, and at most 1d");
        require(isWithin(rememberEndedFor), "remember-ended-for must be positive and at most 1d");
        require(maxSessions > 0, "max-sessions must be positive");
        require(isWithin(redisTimeout), "redis-timeout must be positive and at most 1d");
        require(isWithin(authTimeout), "auth-timeout must be positive and at most 1d");
        require(maxChecks > 0 && maxChecks <= 10_000, "max-checks must be 1 to 10000");
        require(isWithin(queueFor), "queue-for must be positive and at most 1d");
    }

    private static boolean isWithin(Duration duration) {
        return duration.isPositive() && duration.compareTo(LONGEST) <= 0;
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("parley.gateway.session." + rule);
        }
    }
}
