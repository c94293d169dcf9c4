package dev.parley.chat.channel;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The subscriptions that a removed channel leaves behind: they lead to nothing any more. */
@Component
class SubscriptionRemoval implements ChannelContents {

    /** Index: primary key. */
    static final String REMOVE = "DELETE FROM subscriptions WHERE channel_id = :channel LIMIT :limit";

    private final JdbcClient jdbc;

    SubscriptionRemoval(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public int removeSome(long channelId, int limit) {
        return jdbc.sql(REMOVE).param("channel", channelId).param("limit", limit).update();
    }
}
