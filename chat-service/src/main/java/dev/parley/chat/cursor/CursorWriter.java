package dev.parley.chat.cursor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

import dev.parley.chat.cursor.Cursors.Key;
import dev.parley.chat.cursor.Cursors.Moved;
import dev.parley.chat.cursor.Cursors.Position;
import dev.parley.chat.settings.ChatSettings;

/**
 * Gathers the cursors of this node's sockets for a moment and writes them together: somebody who scrolls moves theirs many times, and it is
 * written once.
 */
@Component
class CursorWriter {

    private static final Logger log = LoggerFactory.getLogger(CursorWriter.class);

    private final Cursors cursors;
    private final CursorNews news;
    private final Duration interval;
    private final int batchSize;
    private final Map<Key, Gathered> gathering = new LinkedHashMap<>();
    private boolean writing;

    CursorWriter(Cursors cursors, CursorNews news, ChatSettings settings) {
        this.cursors = cursors;
        this.news = news;
        this.interval = settings.cursors().writeInterval();
        this.batchSize = settings.cursors().batchSize();
    }

    /** Hears what became of a cursor. Must not block. */
    interface Answer {

        /** The cursor is in the store, there or further. */
        void stored();

        /** There is no such subscription. */
        void notFound();

        /** The store did not answer. */
        void unavailable();
    }

    private static final class Gathered {
        private Position position = new Position(0, 0);
        private final List<Answer> answers = new ArrayList<>(1);
    }

    /** Moves a person's cursors in a channel. Never blocks; the answer comes later, on another thread. */
    void move(Key key, Position position, Answer answer) {
        synchronized (gathering) {
            Gathered gathered = gathering.computeIfAbsent(key, k -> new Gathered());
            gathered.position = gathered.position.max(position);
            gathered.answers.add(answer);
            if (!writing) {
                writing = true;
                Thread.startVirtualThread(this::writeAll);
            }
        }
    }

    private void writeAll() {
        try {
            Thread.sleep(interval);
            Map<Key, Gathered> batch = next();
            while (!batch.isEmpty()) {
                write(batch);
                if (batch.size() < batchSize) {
                    Thread.sleep(interval);
                }
                batch = next();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What was gathered; nothing, and then whoever comes next starts the writing again. */
    private Map<Key, Gathered> next() {
        Map<Key, Gathered> batch = new HashMap<>();
        synchronized (gathering) {
            var entries = gathering.entrySet().iterator();
            while (entries.hasNext() && batch.size() < batchSize) {
                var entry = entries.next();
                batch.put(entry.getKey(), entry.getValue());
                entries.remove();
            }
            writing = !batch.isEmpty();
        }
        return batch;
    }

    private void write(Map<Key, Gathered> batch) {
        try {
            Map<Key, Position> wanted = new HashMap<>();
            batch.forEach((key, gathered) -> wanted.put(key, gathered.position));
            Map<Key, Moved> moved = cursors.move(wanted);
            batch.forEach((key, gathered) -> gathered.answers.forEach(
                    Optional.ofNullable(moved.get(key)).isPresent() ? Answer::stored : Answer::notFound));
            moved.forEach(news::tell);
        } catch (DataAccessException | TransactionException e) {
            log.warn("the store is away; {} cursors are not written: {}", batch.size(), e.toString());
            batch.values().forEach(gathered -> gathered.answers.forEach(Answer::unavailable));
        } catch (RuntimeException e) {
            log.error("{} cursors could not be written", batch.size(), e);
            batch.values().forEach(gathered -> gathered.answers.forEach(Answer::unavailable));
        }
    }
}
