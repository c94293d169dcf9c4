package dev.parley.chat.message;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

import dev.parley.chat.settings.ChatSettings;

/** Reads what a channel missed and pushes it, in order, before anything newer. */
@Component
class GapFiller {

    private static final Logger log = LoggerFactory.getLogger(GapFiller.class);
    private static final Duration BACKOFF = Duration.ofMillis(500);

    private final MessageLog messages;
    private final History history;
    private final int page;
    private final Counter filled;

    GapFiller(MessageLog messages, History history, ChatSettings settings, MeterRegistry metrics) {
        this.messages = messages;
        this.history = history;
        this.page = settings.delivery().page();
        this.filled = metrics.counter("parley.chat.gaps.filled");
    }

    /** Fills the gap in the background. Called once for each time that the channel says it has one. */
    void fill(LiveChannel channel) {
        filled.increment();
        Thread.startVirtualThread(() -> {
            boolean done = false;
            while (!done && !channel.isEmpty()) {
                done = attempt(channel);
            }
        });
    }

    /** True when the channel is up to date; false when more was announced meanwhile, or the store was away for a moment. */
    private boolean attempt(LiveChannel channel) {
        try {
            long announced = channel.announced();
            long last = messages.lastVersions(List.of(channel.id())).getOrDefault(channel.id(), 0L);
            Optional<LiveChannel.Range> range = channel.nextRange(last, page);
            while (range.isPresent()) {
                channel.pushFilled(range.get(), history.range(channel.id(), range.get().after(), range.get().upTo()));
                range = channel.nextRange(last, page);
            }
            return channel.endFilling(announced);
        } catch (DataAccessException | TransactionException e) {
            log.debug("the store is away; channel {} waits for its gap to be filled", channel.id(), e);
            return !pause();
        }
    }

    /** False when interrupted. */
    private static boolean pause() {
        try {
            Thread.sleep(BACKOFF);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
