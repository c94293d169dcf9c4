package dev.parley.chat.account;

import java.time.Instant;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import dev.parley.chat.channel.Departures;
import dev.parley.chat.contact.ContactRemoval;
import dev.parley.chat.presence.SharedPresence;
import dev.parley.platform.id.Ids;

/**
 * Ends all subscriptions of a person, and removes their contacts, blocks and settings. What they wrote stays with those who are left; a channel with nobody left is removed. Transactions are
 * small, however much there is; cut short, it is done again from the start.
 */
@Component
class AccountRemoval {

    private static final Logger log = LoggerFactory.getLogger(AccountRemoval.class);
    private static final int BATCH = 100;

    private final Departures departures;
    private final ContactRemoval contacts;
    private final SharedPresence presence;

    AccountRemoval(Departures departures, ContactRemoval contacts, SharedPresence presence) {
        this.departures = departures;
        this.contacts = contacts;
        this.presence = presence;
    }

    /** The note comes first: after it no channel is opened with that person, so that the channels come to an end. */
    void remove(long userId, Instant deletedAt) {
        departures.note(userId, deletedAt);
        contacts.removeAll(userId);
        presence.forget(userId);
        int left = 0;
        List<Long> some = departures.channelsOf(userId, BATCH);
        while (!some.isEmpty()) {
            some.forEach(channelId -> departures.leave(channelId, userId));
            left += some.size();
            some = departures.channelsOf(userId, BATCH);
        }
        log.info("the deleted account {} has left {} channels", Ids.format(userId), left);
    }
}
