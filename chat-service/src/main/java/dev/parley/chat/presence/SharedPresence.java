package dev.parley.chat.presence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

import dev.parley.chat.bus.RedisBus;
import dev.parley.chat.settings.ChatSettings;
import dev.parley.chat.settings.PresenceSettings;

/**
 * What all nodes know of who is online, in Redis. {@code parley:chat:online:<user id>} is a sorted set of the nodes with sockets of theirs,
 * by the time at which the node's word expires; it is there exactly while the person is online. {@code parley:chat:seen:<user id>}
 * is when they were last. Redis' own clock counts. A change is published on {@code parley:chat:presence:<user id>} in the same step, so that
 * whoever listens hears changes in the order in which they happened.
 */
@Component
public class SharedPresence {

    private static final Logger log = LoggerFactory.getLogger(SharedPresence.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /**
     * This node has sockets of the person, for so many seconds from now. Publishes when nobody had any.
     * Keys: online, seen. Arguments: node, seconds, seconds for which seen is kept, topic.
     */
    private static final RedisScript ENTER = new RedisScript("""
        local time = redis.call('TIME')
        local before = redis.call('EXISTS', KEYS[1])
        redis.call('ZADD', KEYS[1], time[1] + ARGV[2], ARGV[1])
        redis.call('EXPIRE', KEYS[1], ARGV[2])
        redis.call('SET', KEYS[2], time[1] .. '000', 'EX', ARGV[3])
        if before == 0 then redis.call('PUBLISH', ARGV[4], '') end
        return before""");

    /**
     * This node has no sockets of the person any more. Publishes when no other node has any.
     * Keys: online, seen. Arguments: node, seconds for which seen is kept, topic.
     */
    private static final RedisScript LEAVE = new RedisScript("""
        local time = redis.call('TIME')
        if redis.call('ZREM', KEYS[1], ARGV[1]) == 0 then return 1 end
        redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', time[1])
        redis.call('SET', KEYS[2], time[1] .. '000', 'EX', ARGV[2])
        if redis.call('EXISTS', KEYS[1]) == 1 then return 1 end
        redis.call('PUBLISH', ARGV[3], time[1] .. '000')
        return 0""");

    private final RedisBus redis;
    private final String node;
    private final PresenceSettings settings;

    @Autowired
    SharedPresence(RedisBus redis, ChatSettings settings) {
        this(redis, settings.nodeId(), settings.presence());
    }

    SharedPresence(RedisBus redis, String node, PresenceSettings settings) {
        this.redis = redis;
        this.node = node;
        this.settings = settings;
    }

    /** Where a person's changes are published. */
    static String topic(long userId) {
        return "parley:chat:presence:" + userId;
    }

    private static String online(long userId) {
        return "parley:chat:online:{" + userId + "}";
    }

    private static String seen(long userId) {
        return "parley:chat:seen:{" + userId + "}";
    }

    /** Says that this node has sockets of these people, until the word expires. Never blocks; nothing happens while Redis is away. */
    void enter(Collection<Long> userIds) {
        commands().ifPresent(commands -> userIds.forEach(userId -> logFailure(userId,
                ENTER.run(commands, new String[]{online(userId), seen(userId)}, node, seconds(settings.expiry()),
                        seconds(settings.rememberFor()), topic(userId)))));
    }

    /** Says that this node has no sockets of that person any more. Never blocks; while Redis is away the word just expires. */
    void leave(long userId) {
        commands().ifPresent(commands -> logFailure(userId,
                LEAVE.run(commands, new String[]{online(userId), seen(userId)}, node, seconds(settings.rememberFor()),
                        topic(userId))));
    }

    /** Forgets a person whose account is deleted. Never blocks; while Redis is away it just expires. */
    @SuppressWarnings("FutureReturnValueIgnored") // if it fails, it expires
    public void forget(long userId) {
        commands().ifPresent(commands -> commands.del(online(userId), seen(userId)));
    }

    /** What is known of these people; nothing of nobody while Redis is away. Blocks for one round trip. */
    Map<Long, Presence> look(Collection<Long> userIds) {
        Optional<RedisAsyncCommands<String, byte[]>> commands = commands();
        if (commands.isEmpty() || userIds.isEmpty()) {
            return Map.of();
        }
        List<Long> people = List.copyOf(userIds);
        List<RedisFuture<Long>> online = new ArrayList<>(people.size());
        List<RedisFuture<byte[]>> seen = new ArrayList<>(people.size());
        for (long userId : people) {
            online.add(commands.get().exists(online(userId)));
            seen.add(commands.get().get(seen(userId)));
        }
        try {
            Map<Long, Presence> found = new HashMap<>();
            for (int i = 0; i < people.size(); i++) {
                found.put(people.get(i), presence(await(online.get(i)), Optional.ofNullable(await(seen.get(i)))));
            }
            return found;
        } catch (ExecutionException | TimeoutException e) {
            log.debug("Redis is away: nobody knows who is online", e);
            return Map.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Map.of();
        }
    }

    private static Presence presence(long online, Optional<byte[]> seen) {
        return online > 0 ? Presence.ONLINE : Presence.lastSeen(seen.map(Presence::instant));
    }

    private static <T> T await(RedisFuture<T> answer)
            throws ExecutionException, TimeoutException, InterruptedException {
        return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Optional<RedisAsyncCommands<String, byte[]>> commands() {
        return Optional.ofNullable(redis.commands()).map(StatefulRedisConnection::async);
    }

    private static void logFailure(long userId, java.util.concurrent.CompletionStage<Long> done) {
        var _ = done.whenComplete((result, error) -> {
            if (error != null) {
                log.debug("Redis does not know whether {} is online", userId, error);
            }
        });
    }

    private static String seconds(Duration duration) {
        return Long.toString(Math.max(1, duration.toSeconds()));
    }
}
