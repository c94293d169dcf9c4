package dev.parley.file.upload;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.DefaultRedisScript;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.stereotype.Component;

/**
 * Numbers from Redis, told to the nodes by its pub/sub; from the database while Redis is away. A number is the time in microseconds, or one
 * more than the number before where that is higher. So numbers go on rising when Redis has lost all it knew.
 */
@Component
class RedisLeaseNumbers implements LeaseNumbers {

    /** The key of an upload's highest number: {@code parley:uploads:lease:<id>}. It is of use as long as clocks may disagree. */
    static final String KEYS = "parley:uploads:lease:";

    private static final Logger LOG = LoggerFactory.getLogger(RedisLeaseNumbers.class);
    private static final Duration KEPT = Duration.ofHours(1);

    /**
     * KEYS: the highest number; the offset, which is not known for certain from now on. ARGV: the channel, the upload, how many seconds the
     * number is kept. Answers with the new number.
     */
    private static final RedisScript<String> RAISE = new DefaultRedisScript<>("""
        local time = redis.call('TIME')
        local number = time[1] * 1000000 + time[2]
        local before = tonumber(redis.call('GET', KEYS[1]) or '0')
        if before >= number then
            number = before + 1
        end
        local text = string.format('%.0f', number)
        redis.call('SET', KEYS[1], text, 'EX', ARGV[3])
        redis.call('DEL', KEYS[2])
        redis.call('PUBLISH', ARGV[1], ARGV[2] .. ':' .. text)
        return text
        """, String.class);

    private final StringRedisTemplate redis;
    private final LeaseMessages messages;
    private final LeaseRows rows;

    RedisLeaseNumbers(StringRedisTemplate redis, LeaseMessages messages, LeaseRows rows) {
        this.redis = redis;
        this.messages = messages;
        this.rows = rows;
    }

    @Override
    public long raise(long uploadId) {
        try {
            return Long.parseLong(redis.execute(RAISE, List.of(KEYS + uploadId, UploadOffsets.KEYS + uploadId),
                    LeaseMessages.CHANNEL, Long.toString(uploadId), Long.toString(KEPT.toSeconds())));
        } catch (DataAccessException away) {
            LOG.debug("Redis is away, the database gives the number", away);
            return rows.raise(uploadId);
        }
    }

    @Override
    public void repeat(long uploadId, long number) {
        try {
            redis.convertAndSend(LeaseMessages.CHANNEL, uploadId + ":" + number);
        } catch (DataAccessException away) {
            LOG.debug("Redis is away, nodes find the number in the database", away);
        }
        rows.tell(uploadId, number);
    }

    @Override
    public Map<Long, Long> told(Collection<Long> uploadIds) {
        return rows.told(uploadIds);
    }

    @Override
    public void listen(Listener listener) {
        messages.listen(listener);
    }
}
