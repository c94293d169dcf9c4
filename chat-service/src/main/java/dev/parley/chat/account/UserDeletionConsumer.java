package dev.parley.chat.account;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import com.rabbitmq.client.Channel;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.chat.settings.ChatSettings;
import dev.parley.platform.id.Ids;
import dev.parley.platform.queue.ConfirmedPublisher;
import dev.parley.platform.queue.DurableQueues;
import dev.parley.platform.queue.NotConfirmedException;

/**
 * Hears of deleted accounts. A message is acknowledged when all is committed, or when it is parked for sure; a store that is away is waited
 * for, with the message in hand.
 */
@Component
class UserDeletionConsumer {

    private static final Logger log = LoggerFactory.getLogger(UserDeletionConsumer.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int ATTEMPTS = 5;
    private static final int MAX_REASON = 500;
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(50);

    private final AccountRemoval removal;
    private final ConfirmedPublisher publisher;
    private final Duration longestBackoff;
    private final Counter parked;

    UserDeletionConsumer(AccountRemoval removal, ConfirmedPublisher publisher, ChatSettings settings,
            MeterRegistry metrics) {
        this.removal = removal;
        this.publisher = publisher;
        this.longestBackoff = settings.messages().retryBackoff();
        this.parked = metrics.counter("parley.chat.user-deletions.parked");
    }

    /** What auth-service tells. */
    record UserDeleted(@Nullable String userId, @Nullable Instant deletedAt) {}

    @RabbitListener(queues = UserDeletionQueues.DELETIONS, ackMode = "MANUAL", concurrency = "1")
    void onDeletion(Message message, Channel channel) throws IOException, InterruptedException {
        Duration pause = FIRST_BACKOFF;
        for (int attempt = 1; channel.isOpen(); attempt++) { // once it is closed the broker delivers again
            if (isDone(message, attempt)) {
                channel.basicAck(message.getMessageProperties().getDeliveryTag(), false);
                return;
            }
            Thread.sleep(pause);
            pause = pause.multipliedBy(2).compareTo(longestBackoff) > 0 ? longestBackoff : pause.multipliedBy(2);
        }
    }

    private boolean isDone(Message message, int attempt) {
        try {
            UserDeleted deletion = read(message.getBody());
            Optional<Long> userId = Optional.ofNullable(deletion.userId()).flatMap(Ids::parse);
            Instant deletedAt = deletion.deletedAt();
            if (userId.isEmpty() || deletedAt == null) {
                return park(message, "malformed: it needs userId and deletedAt");
            }
            removal.remove(userId.get(), deletedAt);
            return true;
        } catch (JacksonException unreadable) {
            return park(message, "malformed: " + unreadable.getOriginalMessage());
        } catch (TransientDataAccessException | RecoverableDataAccessException | NonTransientDataAccessResourceException
                | TransactionException away) {
            log.warn("the store is away; the deletion of an account waits: {}", away.toString());
            return false;
        } catch (RuntimeException failure) {
            log.warn("attempt {} to remove an account failed", attempt, failure);
            return attempt >= ATTEMPTS && park(message, "failed: " + failure);
        }
    }

    private static UserDeleted read(byte[] body) {
        return Optional.ofNullable(JSON.readValue(body, UserDeleted.class)).orElse(new UserDeleted(null, null));
    }

    private boolean park(Message message, String reason) {
        message.getMessageProperties().setHeader("x-parley-reason",
                reason.substring(0, Math.min(reason.length(), MAX_REASON)));
        try {
            publisher.publish(DurableQueues.parkingName(UserDeletionQueues.DELETIONS), message.getBody(),
                    message.getMessageProperties());
        } catch (NotConfirmedException e) {
            log.warn("the deletion of an account could not be parked, trying again: {}", e.toString());
            return false;
        }
        parked.increment();
        log.error("the deletion of an account was parked: {}", reason);
        return true;
    }
}
