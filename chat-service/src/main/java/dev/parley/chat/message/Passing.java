package dev.parley.chat.message;

import java.nio.ByteBuffer;

/** A frame for a channel that is not stored, as nodes tell each other. */
record Passing(long exceptUserId, byte[] json) {

    /** What no publication of messages begins with: those are JSON objects. */
    private static final byte MARK = 'P';

    byte[] encoded() {
        return ByteBuffer.allocate(1 + Long.BYTES + json.length).put(MARK).putLong(exceptUserId).put(json).array();
    }

    static boolean is(byte[] payload) {
        return payload.length > 1 + Long.BYTES && payload[0] == MARK;
    }

    static Passing decode(byte[] payload) {
        ByteBuffer buffer = ByteBuffer.wrap(payload, 1, payload.length - 1);
        long except = buffer.getLong();
        byte[] json = new byte[buffer.remaining()];
        buffer.get(json);
        return new Passing(except, json);
    }
}
