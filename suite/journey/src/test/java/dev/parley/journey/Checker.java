package dev.parley.journey;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Remembers everything that clients sent, were told and received, compares it with what is stored in the end, and complains of all that
 * breaks a promise of chat-service. It knows nothing of the service but the promises.
 */
final class Checker {

    /** Client message ids of entries that the service writes by itself begin with this. */
    static final String OWN_ENTRIES = "parley:";

    private static final int MOST_COMPLAINTS = 50;

    /** What is in a channel's stream under a version. */
    record Entry(long version, String senderId, String clientMessageId, String content) {}

    private record Key(String channel, String senderId, String clientMessageId) {}

    private record Reader(String device, String channel) {}

    private record Cursor(String device, String channel, String userId) {}

    private record CursorState(long read, long delivered) {}

    /** What came by the present connection of a device, in one channel. */
    private static final class Stream {
        private final TreeMap<Long, Entry> received = new TreeMap<>();
        private boolean resumed;
    }

    private final Map<Key, String> sent = new HashMap<>();
    private final Map<Key, Long> acknowledged = new HashMap<>();
    private final Map<String, Map<Long, Entry>> seen = new HashMap<>();
    private final Map<Reader, Stream> streams = new HashMap<>();
    private final Map<Reader, Set<Long>> everReceived = new HashMap<>();
    private final Map<Cursor, CursorState> cursors = new HashMap<>();
    private final List<String> complaints = new ArrayList<>();

    /** A message that is about to leave; the same again when it is sent again. */
    synchronized void sent(String channel, String senderId, String clientMessageId, String content) {
        sent.put(new Key(channel, senderId, clientMessageId), content);
    }

    synchronized void acknowledged(String channel, String senderId, String clientMessageId, long version) {
        Key key = new Key(channel, senderId, clientMessageId);
        Long before = acknowledged.putIfAbsent(key, version);
        if (before != null && before != version) {
            complain(key + " was acknowledged with version " + before + " and then with " + version);
        }
        if (!sent.containsKey(key)) {
            complain(key + " was acknowledged and never sent");
        }
    }

    /** A device has a new connection. */
    synchronized void connected(String device) {
        streams.keySet().removeIf(reader -> reader.device.equals(device));
    }

    synchronized void received(String device, String channel, Entry entry) {
        Stream stream = streams.computeIfAbsent(new Reader(device, channel), reader -> new Stream());
        long last = stream.received.isEmpty() ? 0 : stream.received.lastKey();
        if (stream.received.putIfAbsent(entry.version, entry) != null) {
            complain(device + " received version " + entry.version + " of " + channel + " twice by one connection");
        } else if (stream.resumed && last > 0 && entry.version != last + 1) {
            complain(device + " received version " + entry.version + " of " + channel + " after " + last);
        }
        everReceived.computeIfAbsent(new Reader(device, channel), reader -> new HashSet<>()).add(entry.version);
        Entry elsewhere = seen.computeIfAbsent(channel, id -> new HashMap<>()).putIfAbsent(entry.version, entry);
        if (elsewhere != null && !elsewhere.equals(entry)) {
            complain(device + " received " + entry + " of " + channel + " where others received " + elsewhere);
        }
    }

    /** The server said that a device has all of a channel up to this version now. */
    synchronized void resumed(String device, String channel, long lastSeen, long lastVersion) {
        Stream stream = streams.computeIfAbsent(new Reader(device, channel), reader -> new Stream());
        stream.resumed = true;
        long expected = lastSeen + 1;
        for (long version : stream.received.tailMap(lastSeen, false).keySet()) {
            if (version != expected) {
                complain(device + " resumed " + channel + " after " + lastSeen + " and got " + version + " instead of "
                        + expected);
                return;
            }
            expected++;
        }
        if (lastVersion >= expected) {
            complain(device + " resumed " + channel + " up to " + lastVersion + " and got nothing after "
                    + (expected - 1));
        }
    }

    /** A device was told how far somebody has read. */
    synchronized void cursor(String device, String channel, String userId, long read, long delivered) {
        CursorState before = cursors.put(new Cursor(device, channel, userId), new CursorState(read, delivered));
        if (before != null && (read < before.read || delivered < before.delivered)) {
            complain(device + " saw the cursors of " + userId + " in " + channel + " go back from " + before + " to "
                    + new CursorState(read, delivered));
        }
    }

    synchronized void complain(String complaint) {
        if (complaints.size() < MOST_COMPLAINTS) {
            complaints.add(complaint);
        }
    }

    /**
     * Everything is over: what is stored of a channel is compared with all that was seen of it.
     *
     * @param stored the whole stream as it is in the database, ascending; contents are not looked at
     * @param devices who must have received all of it
     */
    synchronized void stored(String channel, List<Entry> stored, Collection<String> devices) {
        Map<Key, Long> versions = new HashMap<>();
        Set<Long> all = new HashSet<>();
        for (Entry entry : stored) {
            if (entry.version != all.size() + 1L) {
                complain(channel + " has version " + entry.version + " stored in the place of " + (all.size() + 1));
            }
            all.add(entry.version);
            Key key = new Key(channel, entry.senderId, entry.clientMessageId);
            Long before = versions.putIfAbsent(key, entry.version);
            if (before != null) {
                complain(key + " is stored twice, as " + before + " and " + entry.version);
            }
            compareWithSeen(channel, key, entry);
        }
        acknowledged.forEach((key, version) -> {
            if (key.channel.equals(channel) && !version.equals(versions.get(key))) {
                complain(key + " was acknowledged with version " + version + " and is stored as " + versions.get(key));
            }
        });
        for (String device : devices) {
            Set<Long> got = everReceived.getOrDefault(new Reader(device, channel), Set.of());
            if (!got.equals(all)) {
                complain("%s has %d of %d versions of %s".formatted(device, got.size(), all.size(), channel));
            }
        }
    }

    private void compareWithSeen(String channel, Key key, Entry entry) {
        String content = sent.get(key);
        boolean own = entry.clientMessageId.startsWith(OWN_ENTRIES);
        if (content == null && !own) {
            complain(key + " is stored and was never sent");
        }
        Entry received = seen.getOrDefault(channel, Map.of()).get(entry.version);
        if (received != null && !own && !received.equals(
                new Entry(entry.version, entry.senderId, entry.clientMessageId, String.valueOf(content)))) {
            complain(received + " of " + channel + " was received where " + key + " with " + content + " is stored");
        }
    }

    /** What was wrong so far. */
    synchronized List<String> complaints() {
        return List.copyOf(complaints);
    }

    synchronized int acknowledgedCount() {
        return acknowledged.size();
    }
}
