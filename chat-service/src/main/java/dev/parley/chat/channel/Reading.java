package dev.parley.chat.channel;

/**
 * How far somebody has got in a channel, and what is left there.
 *
 * @param unread messages after {@code readVersion}
 * @param mentions how many of these mention that person, or everybody
 */
record Reading(long readVersion, long deliveredVersion, long unread, long mentions) {

    /** Nothing is read, and there is nothing to read. */
    static final Reading OF_NEW_CHANNEL = new Reading(0, 0, 0, 0);

    Reading withMentions(long count) {
        return new Reading(readVersion, deliveredVersion, unread, count);
    }
}
