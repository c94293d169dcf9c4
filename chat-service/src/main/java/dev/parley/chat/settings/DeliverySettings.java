package dev.parley.chat.settings;

import java.time.Duration;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Delivery to the people online.
 *
 * @param checkInterval how often the last versions of the channels online here are compared with the store
 * @param checkIntervalWithoutBus the same while Redis is away: then this is the delivery
 * @param page most messages that are read and pushed in one step when a gap is filled or a client resumes
 * @param resumeLimit most missed messages that a resume sends for one channel; beyond, the client loads history
 * @param recentMessages newest messages of a channel that Redis keeps
 * @param recentTtl how long Redis keeps them after the last one; up to a quarter is added at random
 */
public record DeliverySettings(@DefaultValue("3s") Duration checkInterval,
        @DefaultValue("500ms") Duration checkIntervalWithoutBus, @DefaultValue("200") int page,
        @DefaultValue("10000") int resumeLimit, @DefaultValue("200") int recentMessages,
        @DefaultValue("30m") Duration recentTtl) {

    public DeliverySettings {
        Checks.that(checkInterval.isPositive(), "parley.chat.delivery.check-interval", "must be more than 0");
        Checks.that(checkIntervalWithoutBus.isPositive(), "parley.chat.delivery.check-interval-without-bus",
                "must be more than 0");
        Checks.that(page >= 1 && page <= 1000, "parley.chat.delivery.page", "must be 1 to 1000");
        Checks.that(resumeLimit >= 1, "parley.chat.delivery.resume-limit", "must be at least 1");
        Checks.that(recentMessages >= 1 && recentMessages <= 10_000, "parley.chat.delivery.recent-messages",
                "must be 1 to 10000");
        Checks.that(recentTtl.toSeconds() >= 1, "parley.chat.delivery.recent-ttl", "must be at least 1 s");
    }
}
