package dev.parley.journey;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A device as a good client is: it resumes whenever it connects, sends again under the same client message id what was not acknowledged,
 * and reconnects when its socket ends. All that happens to it is told to the {@link Checker}. Lives on the loop's thread.
 */
final class TalkingDevice {

    /** How long a client waits before it tries again. */
    static final Duration PAUSE = Duration.ofMillis(250);

    private static final String READ = "read:";
    private static final int MOST_UNACKNOWLEDGED = 20;

    private record Message(String channel, String clientMessageId, String text) {}

    private final String name;
    private final Person person;
    private final List<String> channels;
    private final Checker checker;
    private final SocketLoop loop;
    private final Consumer<Runnable> later;
    private final Map<String, TreeSet<Long>> received = new HashMap<>();
    private final Map<String, Message> unacknowledged = new LinkedHashMap<>();
    private final Map<String, Long> confirmedReads = new HashMap<>();
    private final Map<Integer, Integer> closes = new HashMap<>();
    private final Map<String, Long> resumedAfter = new HashMap<>();
    private @Nullable LoadSocket socket;
    private int connection;
    private boolean ready;
    private boolean over;
    private boolean slow;
    private int sent;
    private int acknowledged;

    /** @param later runs something on the loop's thread after a moment */
    TalkingDevice(String name, Person person, List<String> channels, Checker checker, SocketLoop loop,
            Consumer<Runnable> later) {
        this.name = name;
        this.person = person;
        this.channels = channels;
        this.checker = checker;
        this.loop = loop;
        this.later = later;
        channels.forEach(channel -> received.put(channel, new TreeSet<>()));
    }

    String name() {
        return name;
    }

    int acknowledged() {
        return acknowledged;
    }

    boolean isReady() {
        return ready;
    }

    int unacknowledgedCount() {
        return unacknowledged.size();
    }

    /** How often its sockets ended, by close code. */
    Map<Integer, Integer> closes() {
        return Map.copyOf(closes);
    }

    /** The version up to which it has everything. */
    long hasUpTo(String channel) {
        long upTo = 0;
        for (long version : received.getOrDefault(channel, new TreeSet<>())) {
            if (version != upTo + 1) {
                break;
            }
            upTo = version;
        }
        return upTo;
    }

    void connect() {
        if (over) {
            return;
        }
        connection++;
        ready = false;
        checker.connected(name);
        try {
            socket = loop.open(person.accessToken(), new Connection(connection));
        } catch (UncheckedIOException e) {
            later.accept(this::connect);
        }
    }

    /** Sends something new to one of its channels, unless too much waits for an ack. */
    void talk() {
        if (!slow && unacknowledged.size() < MOST_UNACKNOWLEDGED) {
            send(channels.get(sent % channels.size()), "message " + sent + " of " + name);
        }
    }

    /** Says that all that came of one of its channels has been read. */
    void read() {
        String channel = channels.get(sent % channels.size());
        if (ready && !slow && hasUpTo(channel) > 0) {
            write(Map.of("type", "read", "ref", READ + hasUpTo(channel) + ":" + channel, "channelId", channel,
                    "version",
                    hasUpTo(channel)));
        }
    }

    /** The version of a channel that was confirmed to be read by this device. */
    long confirmedRead(String channel) {
        return confirmedReads.getOrDefault(channel, 0L);
    }

    private void onRead(String ref) {
        String[] parts = ref.split(":", -1);
        confirmedReads.merge(parts[2], Long.parseLong(parts[1]), Math::max);
    }

    void send(String channel, String text) {
        sent++;
        Message message = new Message(channel, name + "-" + sent, text);
        unacknowledged.put(message.clientMessageId, message);
        checker.sent(channel, person.userId(), message.clientMessageId, text);
        if (ready) {
            send(message);
        }
    }

    /** Cuts the connection: whatever is on its way is lost. It connects again by itself. */
    void cut() {
        if (socket != null) {
            socket.cut();
        }
    }

    /** Leaves what comes unread. */
    void stopReading() {
        slow = true;
        socket().pauseReading();
    }

    void readOn() {
        slow = false;
        socket().resumeReading();
    }

    boolean isReadingSlowly() {
        return slow;
    }

    @Override
    public String toString() {
        return "%s (connection %d, ready: %s, unacknowledged: %s, closed with: %s)".formatted(name, connection, ready,
                unacknowledged.keySet(), closes);
    }

    private LoadSocket socket() {
        if (socket == null) {
            throw new IllegalStateException(name + " is not connected");
        }
        return socket;
    }

    /** Goes away for good. */
    void leave() {
        over = true;
        cut();
    }

    private void send(Message message) {
        write(Map.of("type", "send", "ref", message.clientMessageId, "channelId", message.channel, "clientMessageId",
                message.clientMessageId, "text", message.text));
    }

    private void write(Object frame) {
        socket().send(Api.JSON.writeValueAsBytes(frame));
    }

    private void onFrame(JsonNode frame) {
        switch (frame.path("type").asString()) {
            case "hello" -> resume();
            case "messages" -> frame.path("messages").values()
                    .forEach(entry -> onEntry(frame.path("channelId").asString(), entry));
            case "resumed" -> onResumed(frame.path("channels"));
            case "ack" -> onAck(frame);
            case "error" -> onError(frame);
            case "ok" -> onRead(frame.path("ref").asString());
            default -> {
            } // presence, cursors of others and the like
        }
    }

    private void resume() {
        resumedAfter.clear();
        channels.forEach(channel -> resumedAfter.put(channel, hasUpTo(channel)));
        write(Map.of("type", "resume", "ref", "resume", "channels", resumedAfter));
    }

    private void onEntry(String channel, JsonNode entry) {
        long version = entry.path("version").asLong();
        checker.received(name, channel, new Checker.Entry(version, entry.path("senderId").asString(),
                entry.path("clientMessageId").asString(), entry.path("text").asString("")));
        received.computeIfAbsent(channel, id -> new TreeSet<>()).add(version);
    }

    private void onResumed(JsonNode answers) {
        for (String channel : channels) {
            JsonNode answer = answers.path(channel);
            if (!answer.path("recovered").asBoolean()) {
                checker.complain(name + " was not recovered in " + channel + ": " + answer);
            }
            checker.resumed(name, channel, resumedAfter.getOrDefault(channel, 0L), answer.path("lastVersion").asLong());
        }
        ready = true;
        List.copyOf(unacknowledged.values()).forEach(this::send);
    }

    private void onAck(JsonNode ack) {
        String id = ack.path("clientMessageId").asString();
        if (unacknowledged.remove(id) != null) {
            acknowledged++;
        }
        checker.acknowledged(ack.path("channelId").asString(), person.userId(), id, ack.path("version").asLong());
    }

    private void onError(JsonNode error) {
        if (!error.path("retryable").asBoolean()) {
            checker.complain(name + " was answered " + error);
        }
        if (error.path("ref").asString().startsWith(READ)) {
            return; // what is read later says this too
        }
        Message message = unacknowledged.get(error.path("ref").asString());
        if (message == null) {
            cut(); // a resume that broke off: begin again
            return;
        }
        int now = connection;
        later.accept(() -> {
            if (ready && now == connection && unacknowledged.containsKey(message.clientMessageId)) {
                send(message);
            }
        });
    }

    private final class Connection implements LoadSocket.Listener {

        private final int number;

        private Connection(int number) {
            this.number = number;
        }

        @Override
        public void onText(byte[] buffer, int from, int length) {
            JsonNode frame = Api.JSON.readTree(new String(buffer, from, length, UTF_8));
            if (number == connection && frame.isArray()) {
                frame.values().forEach(TalkingDevice.this::onFrame);
            } else if (number == connection) {
                onFrame(frame);
            }
        }

        @Override
        public void onClosed(int code) {
            closes.merge(code, 1, Integer::sum);
            if (number == connection) {
                ready = false;
                later.accept(TalkingDevice.this::connect);
            }
        }
    }
}
