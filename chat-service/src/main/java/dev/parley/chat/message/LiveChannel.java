package dev.parley.chat.message;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A channel with somebody online on this node. Pushes every version once and in order: what is known goes out at once, and a gap
 * is filled before anything newer.
 */
final class LiveChannel {

    private final long id;
    private final MessageFrames frames;
    private final MembersListener members;
    private final Set<Receiver> receivers = new HashSet<>(4);
    private long lastPushed;
    private long announced;
    private boolean filling;

    /** Starts behind {@code lastPushed}: later versions will be pushed. */
    LiveChannel(long id, long lastPushed, MessageFrames frames, MembersListener members) {
        this.id = id;
        this.lastPushed = lastPushed;
        this.announced = lastPushed;
        this.frames = frames;
        this.members = members;
    }

    /** Hears of the entries of the stream by which members come and go. */
    interface MembersListener {

        /** Called when the entry was pushed, in the order of versions; must not block. Those who get nothing after it. */
        Set<Long> onEntry(Message entry);
    }

    /** Versions that are to be read and pushed: {@code after < version <= upTo}. */
    record Range(long after, long upTo) {}

    long id() {
        return id;
    }

    /** Adds a receiver; the version after which it gets everything. */
    synchronized long add(Receiver receiver) {
        receivers.add(receiver);
        return lastPushed;
    }

    /** Whether nobody is left. */
    synchronized boolean removeAndIsEmpty(Receiver receiver) {
        receivers.remove(receiver);
        return receivers.isEmpty();
    }

    synchronized long lastPushed() {
        return lastPushed;
    }

    /** Who is online here. */
    synchronized Set<Long> userIds() {
        return receivers.stream().map(Receiver::userId).collect(Collectors.toSet());
    }

    synchronized boolean isEmpty() {
        return receivers.isEmpty();
    }

    /** Up to which version this receiver must fetch what it missed; all later ones were or will be pushed to it. */
    synchronized long resumePoint(Receiver receiver) {
        return Math.min(lastPushed, receiver.firstPushed(id).orElse(Long.MAX_VALUE) - 1);
    }

    /** Pushes new messages, ascending; true when there is a gap before them, which the caller must now fill. */
    synchronized boolean offer(List<Message> messages) {
        List<Message> fresh = messages.stream().filter(message -> message.version() > lastPushed).toList();
        if (fresh.isEmpty()) {
            return false;
        }
        long last = fresh.getLast().version();
        announced = Math.max(announced, last);
        if (!filling && History.isComplete(fresh, lastPushed, last)) {
            push(fresh);
            return false;
        }
        return startFilling();
    }

    /** Notes the version that the store is at; true when there is a gap, which the caller must now fill. */
    synchronized boolean isBehind(long lastVersion) {
        announced = Math.max(announced, lastVersion);
        return lastVersion > lastPushed && startFilling();
    }

    private boolean startFilling() {
        boolean start = !filling;
        filling = true;
        return start;
    }

    /** The highest version heard of. Whatever is in it was committed before. */
    synchronized long announced() {
        return announced;
    }

    /** What to read next while filling, if anything is left up to that version of the store. */
    synchronized Optional<Range> nextRange(long lastVersion, int page) {
        return lastVersion <= lastPushed
                ? Optional.empty()
                : Optional.of(new Range(lastPushed, Math.min(lastVersion, lastPushed + page)));
    }

    /** Pushes what was read for a range. Versions that the store has no more are passed over. */
    synchronized void pushFilled(Range range, List<Message> messages) {
        if (!messages.isEmpty() && range.after() == lastPushed) {
            push(messages);
        }
        lastPushed = Math.max(lastPushed, range.upTo());
    }

    /**
     * Ends filling, unless more was announced than {@code announcedBefore}: then the caller must go on. Versions announced
     * before that the store did not have are not real.
     */
    synchronized boolean endFilling(long announcedBefore) {
        if (announced > Math.max(announcedBefore, lastPushed)) {
            return false;
        }
        announced = lastPushed;
        filling = false;
        return true;
    }

    /** Sends what is no message and passes. */
    synchronized void pass(Passing passing) {
        receivers.stream()
                .filter(receiver -> receiver.userId() != passing.exceptUserId())
                .forEach(receiver -> receiver.offer(passing.json()));
    }

    /** Whoever is gone by an entry gets that one still, and none after it. */
    private void push(List<Message> messages) {
        int from = 0;
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i).kind() == MessageKind.MEMBERS) {
                pushToAll(messages.subList(from, i + 1));
                Set<Long> gone = members.onEntry(messages.get(i));
                receivers.removeIf(receiver -> gone.contains(receiver.userId()));
                from = i + 1;
            }
        }
        if (from < messages.size()) {
            pushToAll(messages.subList(from, messages.size()));
        }
        lastPushed = messages.getLast().version();
    }

    private void pushToAll(List<Message> messages) {
        for (MessageFrames.Frame frame : frames.frames(id, messages)) {
            receivers.forEach(receiver -> receiver.push(id, frame.firstVersion(), frame.json()));
        }
    }
}
