package dev.parley.chat.settings;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Tickets for WebSockets.
 *
 * @param perMinute most tickets for one person in a minute of the clock
 */
public record TicketSettings(@DefaultValue("30") int perMinute) {

    public TicketSettings {
        Checks.that(perMinute >= 1 && perMinute <= 10_000, "parley.chat.tickets.per-minute", "must be 1 to 10000");
    }
}
