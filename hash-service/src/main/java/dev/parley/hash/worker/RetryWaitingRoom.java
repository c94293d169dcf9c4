package dev.parley.hash.worker;

import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import com.rabbitmq.client.Channel;
import jakarta.annotation.PreDestroy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareMessageListener;
import org.springframework.stereotype.Component;

import dev.parley.platform.queue.ConfirmedPublisher;

/**
 * Holds failed requests, unacknowledged, until their next attempt is due, and then puts them back. So a wait costs no worker,
 * and needs no delayed delivery from the broker. Should this process die, the broker hands them to another one.
 */
@Component
class RetryWaitingRoom implements ChannelAwareMessageListener {

    private static final Logger log = LoggerFactory.getLogger(RetryWaitingRoom.class);

    private final ConfirmedPublisher publisher;
    private final WorkerSettings settings;
    private final Clock clock = Clock.systemUTC();
    private final ScheduledExecutorService timer = new ScheduledThreadPoolExecutor(1,
            Thread.ofPlatform().name("hash-retries").daemon().factory());

    RetryWaitingRoom(ConfirmedPublisher publisher, WorkerSettings settings) {
        this.publisher = publisher;
        this.settings = settings;
    }

    @Override
    public void onMessage(Message message, @Nullable Channel channel) {
        if (channel == null) {
            throw new IllegalStateException("needs manual acknowledgement");
        }
        Object due = message.getMessageProperties().getHeaders().get(HashQueues.DUE_HEADER);
        long wait = due instanceof Number number ? number.longValue() - clock.millis() : 0;
        // Clocks of two machines differ: never wait longer than one would have here.
        long bounded = Math.clamp(wait, 0, settings.maxBackoff().toMillis());
        ScheduledFuture<?> unused = timer.schedule(() -> putBack(message, channel), bounded, TimeUnit.MILLISECONDS);
    }

    private void putBack(Message message, Channel channel) {
        long tag = message.getMessageProperties().getDeliveryTag();
        try {
            try {
                publisher.publish(HashQueues.REQUESTS, message.getBody(), message.getMessageProperties());
            } catch (RuntimeException notTaken) {
                log.warn("a retry could not be put back, the broker keeps it: {}", notTaken.toString());
                channel.basicNack(tag, false, true);
                return;
            }
            channel.basicAck(tag, false);
        } catch (IOException | RuntimeException gone) {
            // The channel is closed: the broker delivers the message again, here or elsewhere.
            log.debug("a retry was put back but not acknowledged", gone);
        }
    }

    @PreDestroy
    void close() {
        timer.shutdownNow();
    }
}
