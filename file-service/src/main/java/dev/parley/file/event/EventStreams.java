package dev.parley.file.event;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

import dev.parley.file.FileProblem;
import dev.parley.platform.identity.Identity;
import dev.parley.platform.problem.ProblemException;

/** The streams that are open on this node. */
@Component
class EventStreams {

    private final EventSettings settings;
    private final MeterRegistry meters;
    private final Map<Long, Deque<EventStream>> byPerson = new HashMap<>();
    private int open;
    private boolean stopping;

    EventStreams(EventSettings settings, MeterRegistry meters) {
        this.settings = settings;
        this.meters = meters;
        meters.gauge("parley.file.event.streams", this, EventStreams::size);
    }

    /**
     * Opens one more; the person's oldest ends when there are too many.
     *
     * @throws ProblemException {@code too-many-streams} when the node has no room
     */
    synchronized EventStream open(Identity reader) {
        Deque<EventStream> own = byPerson.getOrDefault(reader.userId(), new ArrayDeque<>());
        EventStream replaced = own.size() >= settings.streamsPerPerson() ? own.getFirst() : null;
        if (stopping || (replaced == null && open >= settings.streamsPerNode())) {
            throw new ProblemException(FileProblem.TOO_MANY_STREAMS, "this node takes no more event streams")
                    .retryAfter(settings.retry());
        }
        if (replaced != null) {
            end(replaced, EndReason.REPLACED);
        }
        EventStream stream = new EventStream(reader, settings.queue());
        byPerson.computeIfAbsent(reader.userId(), id -> new ArrayDeque<>()).add(stream);
        open++;
        return stream;
    }

    /** Forgets a stream; true when it was the person's last one on this node. */
    synchronized boolean forget(EventStream stream) {
        Deque<EventStream> own = byPerson.get(stream.reader().userId());
        if (own != null && own.remove(stream)) {
            open--;
            if (own.isEmpty()) {
                byPerson.remove(stream.reader().userId());
            }
        }
        return !byPerson.containsKey(stream.reader().userId());
    }

    /** Gives this to all streams of a person; those that cannot keep up end. */
    synchronized void deliver(long userId, EventFrame frame) {
        for (EventStream stream : List.copyOf(byPerson.getOrDefault(userId, new ArrayDeque<>()))) {
            if (!stream.offer(frame)) {
                end(stream, EndReason.TOO_SLOW);
            }
        }
    }

    synchronized void endSession(String sessionId) {
        all().stream().filter(stream -> stream.reader().sessionId().equals(sessionId)).toList()
                .forEach(stream -> end(stream, EndReason.SESSION_ENDED));
    }

    /** The people who have a stream here. */
    synchronized Set<Long> people() {
        return Set.copyOf(byPerson.keySet());
    }

    /** The sessions that have a stream here. */
    synchronized Set<String> sessions() {
        return all().stream().map(stream -> stream.reader().sessionId()).collect(Collectors.toSet());
    }

    synchronized int size() {
        return open;
    }

    /** Before the web server waits for its requests to end: these never would. */
    @EventListener(ContextClosedEvent.class)
    synchronized void endAll() {
        stopping = true;
        all().forEach(stream -> end(stream, EndReason.STOPPING));
    }

    private List<EventStream> all() {
        return byPerson.values().stream().flatMap(Collection::stream).toList();
    }

    private void end(EventStream stream, EndReason reason) {
        stream.end(reason);
        forget(stream);
        meters.counter("parley.file.event.ends", "reason", reason.word()).increment();
    }
}
