package dev.parley.file.processing;

import java.io.IOException;
import java.time.Duration;

import com.rabbitmq.client.Channel;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;

import dev.parley.file.blob.BlobStoreUnavailableException;
import dev.parley.platform.queue.ConfirmedPublisher;
import dev.parley.platform.queue.DurableQueues;
import dev.parley.platform.queue.NotConfirmedException;

/**
 * Works on one delivery to its end: done and acknowledged, or parked with a confirm and acknowledged, or put back while another part that
 * the work needs is away. The count of attempts is kept here, since not every broker counts; work is idempotent, as a crash repeats it.
 */
@Component
class QueueWork {

    /** Why a message is in a parking queue. */
    static final String REASON_HEADER = "x-parley-reason";

    private static final Logger LOG = LoggerFactory.getLogger(QueueWork.class);
    private static final int LONGEST_REASON = 500;

    private final ConfirmedPublisher publisher;
    private final ProcessingSettings settings;
    private final MeterRegistry meters;

    QueueWork(ConfirmedPublisher publisher, ProcessingSettings settings, MeterRegistry meters) {
        this.publisher = publisher;
        this.settings = settings;
        this.meters = meters;
    }

    /** What is to be done for a message. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /** The message itself is wrong, or enough was tried: it is parked at once. */
    static final class PointlessException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        PointlessException(String reason) {
            super(reason, null, false, false);
        }
    }

    /** Ends with exactly one answer to the broker, unless the connection to it breaks. */
    void handle(String queue, Message message, Channel channel, Work work) throws IOException {
        long tag = message.getMessageProperties().getDeliveryTag();
        try {
            attempt(queue, work);
        } catch (InterruptedException shuttingDown) {
            Thread.currentThread().interrupt();
            channel.basicNack(tag, false, true);
            return;
        } catch (Exception failure) {
            if (isAway(failure)) {
                LOG.warn("a message of {} waits, since a part is away: {}", queue, failure.toString());
                putBack(queue, channel, tag);
            } else {
                park(queue, message, failure, channel, tag);
            }
            return;
        }
        // If the connection broke meanwhile this throws: the work is done all the same, and is found done when the message comes again.
        channel.basicAck(tag, false);
        count(queue, "done");
    }

    private void attempt(String queue, Work work) throws Exception {
        long start = System.nanoTime();
        for (int attempt = 1;; attempt++) {
            try {
                work.run();
                return;
            } catch (PointlessException | InterruptedException atOnce) {
                throw atOnce;
            } catch (Exception failure) {
                if (attempt >= settings.attempts() || System.nanoTime() - start > settings.patience().toNanos()) {
                    throw failure;
                }
                Duration pause = settings.firstPause().multipliedBy(1L << Math.min(attempt - 1, 10));
                LOG.debug("attempt {} for a message of {} failed, again in {}", attempt, queue, pause, failure);
                Thread.sleep(pause);
            }
        }
    }

    private static boolean isAway(Exception failure) {
        return failure instanceof DataAccessResourceFailureException || failure instanceof TransientDataAccessException
                || failure instanceof CannotCreateTransactionException
                || failure instanceof BlobStoreUnavailableException || failure instanceof NotConfirmedException;
    }

    private void park(String queue, Message message, Exception failure, Channel channel, long tag) throws IOException {
        LOG.error("a message of {} goes to its parking queue, correlation id {}", queue,
                message.getMessageProperties().getCorrelationId(), failure);
        String reason = failure.toString();
        message.getMessageProperties().setHeader(REASON_HEADER,
                reason.substring(0, Math.min(reason.length(), LONGEST_REASON)));
        try {
            publisher.publish(DurableQueues.parkingName(queue), message.getBody(), message.getMessageProperties());
        } catch (NotConfirmedException notParked) {
            putBack(queue, channel, tag);
            return;
        }
        channel.basicAck(tag, false);
        count(queue, "parked");
    }

    private void putBack(String queue, Channel channel, long tag) throws IOException {
        count(queue, "put-back");
        try {
            Thread.sleep(settings.awayPause());
        } catch (InterruptedException shuttingDown) {
            Thread.currentThread().interrupt();
        }
        channel.basicNack(tag, false, true);
    }

    private void count(String queue, String outcome) {
        meters.counter("parley.file.work", "queue", queue, "outcome", outcome).increment();
    }
}
