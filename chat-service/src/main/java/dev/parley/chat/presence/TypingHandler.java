package dev.parley.chat.presence;

import java.time.Duration;
import java.util.Map;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.chat.channel.Membership;
import dev.parley.chat.channel.Memberships;
import dev.parley.chat.message.ChannelPush;
import dev.parley.chat.operation.Caller;
import dev.parley.chat.operation.Operation;
import dev.parley.chat.operation.OperationFrame;
import dev.parley.chat.operation.OperationHandler;
import dev.parley.chat.operation.OperationRefused;
import dev.parley.chat.problem.ChatProblem;
import dev.parley.chat.settings.ChatSettings;
import dev.parley.platform.id.Ids;

/**
 * {@code typing}: the others who are online in the channel are told that this person writes. It passes: nothing is stored, and of what one
 * socket says about one channel at most one in three seconds is passed on, and nothing in large channels. Whoever may not write just now is answered {@code ok}, and
 * nobody is told.
 */
@Component
class TypingHandler implements OperationHandler {

    private static final Duration PAUSE = Duration.ofSeconds(3);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Index: primary key. */
    static final String MEMBER_COUNT = "SELECT member_count FROM channels WHERE id = :channel";

    private record Key(Caller caller, long channelId) {}

    private final Memberships memberships;
    private final ChannelPush others;
    private final Cache<Key, Boolean> lately = Caffeine.newBuilder()
            .expireAfterWrite(PAUSE)
            .maximumSize(100_000)
            .build();
    /** Whether a channel is small enough; a group that grows past the limit may go on for so long. */
    private final Cache<Long, Boolean> small = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofMinutes(1))
            .maximumSize(100_000)
            .build();
    private final JdbcClient jdbc;
    private final int upToMembers;

    TypingHandler(Memberships memberships, ChannelPush others, JdbcClient jdbc, ChatSettings settings) {
        this.memberships = memberships;
        this.others = others;
        this.jdbc = jdbc;
        this.upToMembers = settings.presence().typingUpTo();
    }

    @Override
    public String type() {
        return "typing";
    }

    @Override
    public Operation read(OperationFrame frame) {
        long channelId = frame.channelId();
        return new Operation() {
            @Override
            public boolean mayBlock(Caller caller) {
                return !memberships.isKnownOpen(channelId, caller.userId()) || small.getIfPresent(channelId) == null;
            }

            @Override
            public void perform(Caller caller) {
                pass(channelId, caller);
                caller.ok(frame.ref());
            }
        };
    }

    private void pass(long channelId, Caller caller) {
        Membership membership = memberships.of(channelId, caller.userId());
        if (membership == Membership.NONE) {
            throw new OperationRefused(ChatProblem.CHANNEL_NOT_FOUND, "there is no such channel among yours");
        }
        if (membership == Membership.OPEN && small.get(channelId, this::isSmall)
                && lately.asMap().putIfAbsent(new Key(caller, channelId), true) == null) {
            others.push(channelId, caller.userId(), JSON.writeValueAsBytes(Map.of("type", "typing", "channelId",
                    Ids.format(channelId), "userId", Ids.format(caller.userId()))));
        }
    }

    private boolean isSmall(long channelId) {
        return jdbc.sql(MEMBER_COUNT).param("channel", channelId).query(Integer.class).optional()
                .orElse(0) <= upToMembers;
    }
}
