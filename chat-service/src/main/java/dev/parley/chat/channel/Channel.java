package dev.parley.chat.channel;

import java.time.Instant;
import java.util.List;

/**
 * What people subscribe to and messages go to.
 *
 * @param lastVersion version of the newest message; 0 when there is none
 * @param closed whether nothing can be written any more
 * @param members user ids, ascending; who has deleted their account is none any more
 */
record Channel(long id, ChannelType type, long lastVersion, Instant createdAt, boolean closed, List<Long> members) {}
