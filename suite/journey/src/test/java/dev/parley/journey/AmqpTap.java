package dev.parley.journey;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Reads along what a client of RabbitMQ says (AMQP 0-9-1, section 4.2), as far as messages are concerned. For one connection and one thread. */
final class AmqpTap {

    private static final int PROTOCOL_HEADER = 8;
    private static final int FRAME_HEAD = 7;
    private static final int METHOD = 1;
    private static final int HEADER = 2;
    private static final int BODY = 3;
    private static final int BASIC_PUBLISH = 60 << 16 | 40;
    private static final int BASIC_ACK = 60 << 16 | 80;

    /** What is heard. */
    interface Ear {

        /** A whole message was published, to a queue by its name. */
        void published(String queue, byte[] body);

        /** A consumer acknowledged. */
        void acknowledged();
    }

    /** A message that is being published by a channel. */
    private static final class Publishing {
        private final String queue;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private long size;

        private Publishing(String queue) {
            this.queue = queue;
        }
    }

    private final Ear ear;
    private final Map<Integer, Publishing> publishing = new HashMap<>();
    private ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private int skip = PROTOCOL_HEADER;

    AmqpTap(Ear ear) {
        this.ear = ear;
    }

    /** The next bytes that the client said. */
    void heard(byte[] bytes, int length) {
        int skipped = Math.min(skip, length);
        skip -= skipped;
        pending.write(bytes, skipped, length - skipped);
        byte[] all = pending.toByteArray();
        int at = 0;
        try {
            while (all.length - at >= FRAME_HEAD) {
                DataInputStream frame = new DataInputStream(new ByteArrayInputStream(all, at, all.length - at));
                int type = frame.readUnsignedByte();
                int channel = frame.readUnsignedShort();
                int size = frame.readInt();
                if (all.length - at < FRAME_HEAD + size + 1) {
                    break;
                }
                onFrame(type, channel, size, frame);
                at += FRAME_HEAD + size + 1;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        pending = new ByteArrayOutputStream();
        pending.write(all, at, all.length - at);
    }

    private void onFrame(int type, int channel, int size, DataInputStream payload) throws IOException {
        switch (type) {
            case METHOD -> {
                int method = payload.readInt();
                if (method == BASIC_ACK) {
                    ear.acknowledged();
                } else if (method == BASIC_PUBLISH) {
                    payload.readShort();
                    shortString(payload);
                    publishing.put(channel, new Publishing(shortString(payload)));
                }
            }
            case HEADER -> {
                Publishing message = publishing.get(channel);
                payload.readInt();
                if (message != null) {
                    message.size = payload.readLong();
                }
            }
            case BODY -> {
                Publishing message = publishing.get(channel);
                if (message != null) {
                    message.body.write(payload.readNBytes(size));
                    if (message.body.size() == message.size) {
                        publishing.remove(channel);
                        ear.published(message.queue, message.body.toByteArray());
                    }
                }
            }
            default -> {
            } // heartbeats
        }
    }

    private static String shortString(DataInputStream payload) throws IOException {
        return new String(payload.readNBytes(payload.readUnsignedByte()), UTF_8);
    }
}
