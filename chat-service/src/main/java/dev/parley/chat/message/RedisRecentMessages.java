package dev.parley.chat.message;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.lettuce.core.Range;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import org.springframework.stereotype.Component;

import dev.parley.chat.bus.RedisBus;
import dev.parley.chat.settings.ChatSettings;
import dev.parley.chat.settings.DeliverySettings;

/**
 * The cache in Redis: a sorted set for each channel, {@code parley:chat:recent:<channel id>}, message by version. Whether a range
 * is complete is seen from the versions themselves, so a lost addition or an expired key is only a miss.
 */
@Component
final class RedisRecentMessages implements RecentMessages {

    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final RedisBus redis;
    private final int size;
    private final Duration ttl;

    RedisRecentMessages(RedisBus redis, ChatSettings settings) {
        DeliverySettings delivery = settings.delivery();
        this.redis = redis;
        this.size = delivery.recentMessages();
        this.ttl = delivery.recentTtl();
    }

    private static String key(long channelId) {
        return "parley:chat:recent:" + channelId;
    }

    @Override
    @SuppressWarnings({"unchecked", "FutureReturnValueIgnored"}) // pipelined; a failure is a miss later
    public void add(long channelId, List<Message> messages) {
        StatefulRedisConnection<String, byte[]> connection = redis.commands();
        if (connection == null || messages.isEmpty()) {
            return;
        }
        RedisAsyncCommands<String, byte[]> commands = connection.async();
        String key = key(channelId);
        ScoredValue<byte[]>[] entries = messages.stream()
                .map(message -> ScoredValue.just((double) message.version(), MessageCodec.encode(message)))
                .toArray(ScoredValue[]::new);
        commands.zadd(key, entries);
        commands.zremrangebyrank(key, 0, -size - 1L);
        commands.expire(key, ttlWithJitter());
    }

    /** Channels that were busy together must not expire together. */
    private Duration ttlWithJitter() {
        return ttl.plusMillis(ThreadLocalRandom.current().nextLong(ttl.toMillis() / 4 + 1));
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // if it fails, the entry expires
    public void forget(long channelId) {
        StatefulRedisConnection<String, byte[]> connection = redis.commands();
        if (connection != null) {
            connection.async().del(key(channelId));
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // if it fails, the entries expire
    public void forget(long channelId, Collection<Long> versions) {
        StatefulRedisConnection<String, byte[]> connection = redis.commands();
        if (connection != null) {
            versions.forEach(version -> connection.async()
                    .zremrangebyscore(key(channelId), Range.create(version, version)));
        }
    }

    @Override
    public Optional<List<Message>> range(long channelId, long after, long upTo) {
        StatefulRedisConnection<String, byte[]> connection = redis.commands();
        if (connection == null || upTo - after > size) {
            return Optional.empty();
        }
        try {
            List<byte[]> entries = connection.async()
                    .zrangebyscore(key(channelId), Range.create(after + 1, upTo))
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            List<Message> messages = entries.stream().map(MessageCodec::message).toList();
            return History.isComplete(messages, after, upTo) ? Optional.of(messages) : Optional.empty();
        } catch (ExecutionException | TimeoutException | MessageCodec.MalformedException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
