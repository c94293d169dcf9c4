package dev.parley.chat.message;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.stereotype.Component;

import dev.parley.platform.queue.ConfirmedPublisher;
import dev.parley.platform.queue.NotConfirmedException;

/** Where queue messages end that cannot be stored, for a person to look at: they never stop a partition. */
@Component
class Parking implements PartitionWriter.ParkingPlace {

    private static final Logger log = LoggerFactory.getLogger(Parking.class);
    private static final int MAX_REASON = 500;

    private final ConfirmedPublisher publisher;
    private final Counter parked;

    Parking(ConfirmedPublisher publisher, MeterRegistry metrics) {
        this.publisher = publisher;
        this.parked = metrics.counter("parley.chat.messages.parked");
    }

    @Override
    public boolean park(byte[] body, String reason) {
        MessageProperties properties = new MessageProperties();
        properties.setHeader("x-parley-reason", reason.substring(0, Math.min(reason.length(), MAX_REASON)));
        try {
            publisher.publish(Partitions.PARKING, body, properties);
        } catch (NotConfirmedException e) {
            log.warn("a message could not be parked, trying again: {}", e.toString());
            return false;
        }
        parked.increment();
        log.error("a queue message was parked: {}", reason);
        return true;
    }
}
