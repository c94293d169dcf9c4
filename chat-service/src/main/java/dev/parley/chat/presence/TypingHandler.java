package dev.parley.chat.presence;

import java.time.Duration;
import java.util.Map;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
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
import dev.parley.platform.id.Ids;

/**
 * {@code typing}: the others who are online in the channel are told that this person writes. It passes: nothing is stored, and of what one
 * socket says about one channel at most one in three seconds is passed on. Whoever may not write just now is answered {@code ok}, and
 * nobody is told.
 */
@Component
class TypingHandler implements OperationHandler {

    private static final Duration PAUSE = Duration.ofSeconds(3);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private record Key(Caller caller, long channelId) {}

    private final Memberships memberships;
    private final ChannelPush others;
    private final Cache<Key, Boolean> lately = Caffeine.newBuilder().expireAfterWrite(PAUSE).maximumSize(100_000)
            .build();

    TypingHandler(Memberships memberships, ChannelPush others) {
        this.memberships = memberships;
        this.others = others;
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
                return !memberships.isKnownOpen(channelId, caller.userId());
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
        if (membership == Membership.OPEN
                && lately.asMap().putIfAbsent(new Key(caller, channelId), true) == null) {
            others.push(channelId, caller.userId(), JSON.writeValueAsBytes(Map.of("type", "typing", "channelId",
                    Ids.format(channelId), "userId", Ids.format(caller.userId()))));
        }
    }
}
