package dev.parley.chat.channel;

import java.time.Instant;
import java.util.List;

/**
 * What people subscribe to and messages go to.
 *
 * @param lastVersion version of the newest message; 0 when there is none
 * @param members user ids, ascending
 */
record Channel(long id, ChannelType type, long lastVersion, Instant createdAt, List<Long> members) {}
