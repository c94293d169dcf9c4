package dev.parley.file.processing;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

import com.rabbitmq.client.Channel;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.file.account.AccountRemoval;
import dev.parley.platform.id.Ids;

/** Removes what people had whose accounts auth-service has deleted. */
@Component
class UserDeletionConsumer {

    private final QueueWork work;
    private final AccountRemoval removal;
    private final JsonMapper json;

    UserDeletionConsumer(QueueWork work, AccountRemoval removal, JsonMapper json) {
        this.work = work;
        this.removal = removal;
        this.json = json;
    }

    /** What auth-service tells. */
    record UserDeleted(@Nullable String userId, @Nullable Instant deletedAt) {}

    @RabbitListener(queues = FileQueues.USER_DELETIONS, containerFactory = FileQueues.ONE_IN_HAND, ackMode = "MANUAL", concurrency = "1")
    void onDeletion(Message message, Channel channel) throws IOException {
        work.handle(FileQueues.USER_DELETIONS, message, channel, () -> process(message));
    }

    private void process(Message message) {
        UserDeleted deletion = read(message);
        Instant deletedAt = deletion.deletedAt();
        Optional<Long> userId = Optional.ofNullable(deletion.userId()).flatMap(Ids::parse);
        if (userId.isEmpty() || deletedAt == null) {
            throw new QueueWork.PointlessException("not the deletion of a user: it needs userId and deletedAt");
        }
        removal.remove(userId.get(), deletedAt);
    }

    private UserDeleted read(Message message) {
        try {
            return Optional.ofNullable(json.readValue(message.getBody(), UserDeleted.class))
                    .orElseThrow(() -> new QueueWork.PointlessException("not the deletion of a user: null"));
        } catch (JacksonException unreadable) {
            throw new QueueWork.PointlessException(
                    "not the deletion of a user: " + unreadable.getOriginalMessage());
        }
    }
}
