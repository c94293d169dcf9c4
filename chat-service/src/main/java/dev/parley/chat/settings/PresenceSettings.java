package dev.parley.chat.settings;

import java.time.Duration;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who is online.
 *
 * @param expiry so long a person stays online when the node that had their sockets is killed; three times as often it says that it
 *        still has them
 * @param grace so long a person stays online after their last socket, should they come back
 * @param rememberFor how long it is known when somebody was seen last
 * @param maxWatched most people whom one socket may watch
 * @param recheck how often it is looked up again whether watchers may still see whom they watch
 * @param typingUpTo most members of a channel in which it is passed on that somebody writes
 */
public record PresenceSettings(@DefaultValue("45s") Duration expiry, @DefaultValue("5s") Duration grace,
        @DefaultValue("90d") Duration rememberFor, @DefaultValue("500") int maxWatched,
        @DefaultValue("10m") Duration recheck, @DefaultValue("200") int typingUpTo) {

    public PresenceSettings {
        Checks.that(expiry.toSeconds() >= 3 && expiry.toMinutes() <= 60, "parley.chat.presence.expiry",
                "must be 3 s to 1 h");
        Checks.that(!grace.isNegative() && grace.toMinutes() <= 10, "parley.chat.presence.grace",
                "must be 0 to 10 min");
        Checks.that(rememberFor.toSeconds() >= 1, "parley.chat.presence.remember-for", "must be at least 1 s");
        Checks.that(maxWatched >= 1 && maxWatched <= 10_000, "parley.chat.presence.max-watched", "must be 1 to 10000");
        Checks.that(recheck.toSeconds() >= 1, "parley.chat.presence.recheck", "must be at least 1 s");
        Checks.that(typingUpTo >= 0, "parley.chat.presence.typing-up-to", "must not be negative");
    }
}
