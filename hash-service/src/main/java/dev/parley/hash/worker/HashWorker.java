package dev.parley.hash.worker;

import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.locks.LockSupport;

import com.rabbitmq.client.Channel;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareMessageListener;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.hash.worker.HashOutcome.Computed;
import dev.parley.hash.worker.HashOutcome.Refused;
import dev.parley.hash.worker.HashOutcome.Unavailable;
import dev.parley.hash.worker.HashRequest.MalformedRequest;
import dev.parley.platform.queue.ConfirmedPublisher;
import dev.parley.platform.queue.NotConfirmedException;

/**
 * Handles one request at a time: read, compute, answer with confirm, then acknowledge. A request can be handled twice (a
 * process may die between the answer and the acknowledgement); the answer is the same both times, and whoever asked must
 * accept it twice.
 */
@Component
class HashWorker implements ChannelAwareMessageListener {

    private static final Logger log = LoggerFactory.getLogger(HashWorker.class);

    private final ContentDigester contents;
    private final ConfirmedPublisher publisher;
    private final WorkerSettings settings;
    private final JsonMapper json;
    private final MeterRegistry meters;
    private final Clock clock = Clock.systemUTC();

    HashWorker(ContentDigester contents, ConfirmedPublisher publisher, WorkerSettings settings, JsonMapper json,
            MeterRegistry meters) {
        this.contents = contents;
        this.publisher = publisher;
        this.settings = settings;
        this.json = json;
        this.meters = meters;
    }

    @Override
    public void onMessage(Message message, @Nullable Channel channel) throws IOException {
        if (channel == null) {
            throw new IllegalStateException("needs manual acknowledgement");
        }
        long tag = message.getMessageProperties().getDeliveryTag();
        try {
            handleOrRetry(message);
        } catch (NotConfirmedException notTaken) {
            // Not even a retry or the parking queue took it: the broker keeps it, and is given a moment.
            log.warn("{} goes back to its queue: {}", correlationId(message), notTaken.getMessage());
            LockSupport.parkNanos(settings.firstBackoff().toNanos());
            channel.basicNack(tag, false, true);
            return;
        }
        channel.basicAck(tag, false);
    }

    private void handleOrRetry(Message message) {
        try {
            handle(message);
        } catch (NotConfirmedException notTaken) {
            throw notTaken;
        } catch (RuntimeException unexpected) {
            log.error("unexpected error with {}", correlationId(message), unexpected);
            retry(message, "unexpected: " + unexpected.getClass().getSimpleName());
        }
    }

    private void handle(Message message) {
        String replyTo = message.getMessageProperties().getReplyTo();
        if (replyTo == null || !settings.replyQueues().matcher(replyTo).matches()) {
            park(message, "no reply queue, or one that is not allowed");
            return;
        }
        HashRequest request;
        try {
            request = HashRequest.parse(json, message.getBody());
        } catch (MalformedRequest malformed) {
            park(message, String.valueOf(malformed.getMessage()));
            return;
        }
        switch (contents.digest(request)) {
            case Computed computed -> answer(message, replyTo, HashAnswer.of(computed), "computed");
            case Refused refused -> {
                log.info("refused {}: {} ({})", correlationId(message), refused.detail(), refused.reason().code());
                answer(message, replyTo, HashAnswer.of(refused), "refused");
            }
            case Unavailable unavailable -> retry(message, unavailable.detail());
        }
    }

    private void answer(Message request, String replyTo, HashAnswer answer, String outcome) {
        MessageProperties properties = new MessageProperties();
        properties.setContentType(MessageProperties.CONTENT_TYPE_JSON);
        properties.setCorrelationId(request.getMessageProperties().getCorrelationId());
        try {
            publisher.publish(replyTo, json.writeValueAsBytes(answer), properties);
            count(outcome);
        } catch (NotConfirmedException notTaken) {
            retry(request, "the answer was not taken: " + notTaken.getMessage());
        }
    }

    private void retry(Message message, String reason) {
        int failed = failedAttempts(message) + 1;
        if (failed >= settings.maxAttempts()) {
            park(message, reason);
            return;
        }
        MessageProperties properties = message.getMessageProperties();
        properties.setHeader(HashQueues.ATTEMPTS_HEADER, failed);
        properties.setHeader(HashQueues.DUE_HEADER, clock.millis() + settings.backoffAfter(failed).toMillis());
        properties.setHeader(HashQueues.REASON_HEADER, reason);
        publisher.publish(HashQueues.RETRIES, message.getBody(), properties);
        count("retried");
        log.info("attempt {} for {} failed: {}", failed, correlationId(message), reason);
    }

    private void park(Message message, String reason) {
        MessageProperties properties = message.getMessageProperties();
        properties.getHeaders().remove(HashQueues.ATTEMPTS_HEADER);
        properties.getHeaders().remove(HashQueues.DUE_HEADER);
        properties.setHeader(HashQueues.REASON_HEADER, reason);
        publisher.publish(HashQueues.PARKING, message.getBody(), properties);
        count("parked");
        log.warn("parked {}: {}", correlationId(message), reason);
    }

    private void count(String outcome) {
        meters.counter("parley.hash.requests", "outcome", outcome).increment();
    }

    private static int failedAttempts(Message message) {
        Object header = message.getMessageProperties().getHeaders().get(HashQueues.ATTEMPTS_HEADER);
        return header instanceof Number number ? Math.max(0, number.intValue()) : 0;
    }

    private static String correlationId(Message message) {
        return String.valueOf(message.getMessageProperties().getCorrelationId());
    }
}
