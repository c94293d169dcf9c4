package dev.parley.chat.channel;

/**
 * A person's subscription of a channel, as delivery needs it.
 *
 * @param lastVersion version of the channel's newest message when this was read
 */
public record Subscription(long channelId, long userId, long lastVersion) {}
