package dev.parley.file.processing;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

import com.rabbitmq.client.Channel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.file.content.DigestSchedule;
import dev.parley.file.content.Sha256;
import dev.parley.platform.id.Ids;

/** Takes the answers of hash-service. The correlation id is the id of the content. */
@Component
class DigestConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(DigestConsumer.class);

    private final QueueWork work;
    private final ContentRecords records;
    private final JsonMapper json;

    DigestConsumer(QueueWork work, ContentRecords records, JsonMapper json) {
        this.work = work;
        this.records = records;
        this.json = json;
    }

    @RabbitListener(queues = FileQueues.DIGESTS, ackMode = "MANUAL", concurrency = "4")
    void onAnswer(Message message, Channel channel) throws IOException {
        work.handle(FileQueues.DIGESTS, message, channel, () -> process(message));
    }

    private void process(Message message) {
        String correlationId = message.getMessageProperties().getCorrelationId();
        long contentId = Optional.ofNullable(correlationId).flatMap(Ids::parse)
                .orElseThrow(() -> new QueueWork.PointlessException("no content has the id " + correlationId));
        DigestAnswer answer = read(message);
        Map<String, String> digests = answer.digests();
        if (digests == null) {
            LOG.warn("content {} has no digests: {}", correlationId, answer.error());
            if (!records.recordFailure(contentId)) {
                throw new QueueWork.PointlessException("the digests of " + correlationId + " failed too often");
            }
        } else {
            Sha256 digest = Sha256.parse(digests.getOrDefault(DigestSchedule.IDENTITY, ""))
                    .orElseThrow(() -> new QueueWork.PointlessException("the answer has no SHA-256"));
            LOG.debug("content {}: {}", correlationId, records.record(contentId, answer.size(), digest, digests));
        }
    }

    private DigestAnswer read(Message message) {
        try {
            return json.readValue(message.getBody(), DigestAnswer.class);
        } catch (JacksonException unreadable) {
            throw new QueueWork.PointlessException("not an answer: " + unreadable.getOriginalMessage());
        }
    }
}
