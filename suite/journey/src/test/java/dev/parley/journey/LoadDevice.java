package dev.parley.journey;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

/** A device of a benchmark, in one channel. Lives on the loop's thread, but for the making of it. */
final class LoadDevice implements LoadSocket.Listener, FrameScan.Finder {

    private static final long UNKNOWN = -1;
    private static final String PADDING = " and then a message of a usual length, more or less";

    private final ChatLoad load;
    private final String channelId;
    private final int number;
    private final boolean timed;
    private final LoadSocket socket;
    private long lastVersion = UNKNOWN;
    private long lastSent;
    private int unacknowledged;

    /** @param timed whether it notes how long ago each text that comes was sent */
    LoadDevice(ChatLoad load, SocketLoop loop, String token, String channelId, int number, boolean timed) {
        this.load = load;
        this.channelId = channelId;
        this.number = number;
        this.timed = timed;
        this.socket = loop.open(token, this);
    }

    int unacknowledged() {
        return unacknowledged;
    }

    long lastVersion() {
        return lastVersion;
    }

    /** Sends a text that says when it was due, by {@link System#nanoTime}. */
    void send(long due) {
        lastSent++;
        unacknowledged++;
        socket.send(("{\"type\":\"send\",\"ref\":\"" + due + "\",\"channelId\":\"" + channelId
                + "\",\"clientMessageId\":\"" + load.name() + "-" + number + "-" + lastSent + "\",\"text\":\"" + due
                + PADDING + "\"}").getBytes(US_ASCII));
    }

    /** Asks for all after a version; the answer to it has the same number. */
    void resume(long after, long ref) {
        lastVersion = after;
        socket.send(("{\"type\":\"resume\",\"ref\":\"" + ref + "\",\"channels\":{\"" + channelId + "\":" + after
                + "}}").getBytes(US_ASCII));
    }

    void close() {
        socket.cut();
    }

    @Override
    public void onText(byte[] buffer, int from, int length) {
        if (buffer[from + length - 1] == '}' && startsWithError(buffer, from)) {
            load.failed(new String(buffer, from, length, UTF_8));
        }
        FrameScan.scan(buffer, from, length, timed, this);
    }

    private static boolean startsWithError(byte[] buffer, int from) {
        return new String(buffer, from, 16, US_ASCII).equals("{\"type\":\"error\",");
    }

    @Override
    public void object(FrameScan.Type type, long ref) {
        switch (type) {
            case HELLO -> load.ready();
            case ACK -> {
                unacknowledged--;
                load.acknowledged(this, ref);
            }
            case RESUMED -> load.resumed(ref);
            case ERROR -> load.failed("an error among other frames");
            case MESSAGES, OTHER -> {
            } // entries are found by themselves
        }
    }

    @Override
    public void entry(long version) {
        if (version != lastVersion + 1 && lastVersion != UNKNOWN) {
            load.failed("device " + number + " got version " + version + " after " + lastVersion);
        }
        lastVersion = version;
        load.received(this);
    }

    @Override
    public void text(long sent) {
        load.receivedText(this, sent);
    }

    @Override
    public void onClosed(int code) {
        load.closed(number, code);
    }
}
