package dev.parley.journey;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * A client's WebSocket (RFC 6455) that costs next to nothing, and that can misbehave: stop reading, or cut the connection. Made by a
 * {@link SocketLoop}.
 */
final class LoadSocket {

    /** The connection ended without a close frame. */
    static final int BROKEN = 1006;

    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int FINAL = 0x80;
    private static final byte[] NOTHING = {};

    /** What comes by a socket. Called on the loop's thread. */
    interface Listener {

        /** A text frame; the bytes are only lent. */
        void onText(byte[] buffer, int from, int length);

        /** The end, once: the server's close code, or {@link #BROKEN}. */
        void onClosed(int code);
    }

    private final SocketChannel channel;
    private final SocketLoop loop;
    private final Listener listener;
    private final Deque<ByteBuffer> unsent = new ArrayDeque<>(0);
    private @Nullable SelectionKey key;
    private byte[] left = NOTHING;
    private boolean upgraded;
    private boolean ended;
    private boolean paused;
    private volatile boolean answersPings = true;

    LoadSocket(SocketChannel channel, SocketLoop loop, Listener listener) {
        this.channel = channel;
        this.loop = loop;
        this.listener = listener;
    }

    /** Sends a text frame, from any thread. After the end it goes nowhere. */
    void send(byte[] text) {
        write(frame(TEXT, text, 0, text.length));
    }

    /** Leaves what comes where it is; the server's writes then come to a halt. */
    void pauseReading() {
        loop.execute(() -> {
            paused = true;
            interest();
        });
    }

    /** Looks dead from now on, although it reads. */
    void answerNoPings() {
        answersPings = false;
    }

    /** Goes on reading. */
    void resumeReading() {
        loop.execute(() -> {
            paused = false;
            interest();
        });
    }

    /** Ends the connection at once and without a word, as when a cable is pulled; what was not read is lost. */
    void cut() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.close();
        } catch (IOException e) {
            // It was cut already.
        }
        loop.execute(this::broken);
    }

    void upgrade(String token) {
        write(ByteBuffer.wrap(("GET /api/chat/ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: c2l4dGVlbiBieXRlcyAhIQ==\r\n"
                + "Authorization: Bearer " + token + "\r\n\r\n").getBytes(ISO_8859_1)));
    }

    void registered(SelectionKey made) {
        key = made;
        interest();
    }

    /** Masked with zeros, which the protocol allows and which costs nothing. */
    private static ByteBuffer frame(int opcode, byte[] payload, int from, int length) {
        ByteBuffer frame = ByteBuffer.allocate(length + 14);
        frame.put((byte) (FINAL | opcode));
        if (length < 126) {
            frame.put((byte) (0x80 | length));
        } else if (length < 65_536) {
            frame.put((byte) (0x80 | 126)).putShort((short) length);
        } else {
            frame.put((byte) (0x80 | 127)).putLong(length);
        }
        return frame.putInt(0).put(payload, from, length).flip();
    }

    private void write(ByteBuffer bytes) {
        try {
            synchronized (unsent) {
                if (unsent.isEmpty()) {
                    channel.write(bytes);
                }
                if (!bytes.hasRemaining()) {
                    return;
                }
                unsent.add(bytes);
            }
            loop.execute(this::interest);
        } catch (IOException e) {
            loop.execute(this::broken);
        }
    }

    private void interest() {
        if (key != null && key.isValid()) {
            synchronized (unsent) {
                key.interestOps((paused ? 0 : SelectionKey.OP_READ) | (unsent.isEmpty() ? 0 : SelectionKey.OP_WRITE));
            }
        }
    }

    void writable() {
        try {
            synchronized (unsent) {
                while (!unsent.isEmpty()) {
                    ByteBuffer next = Objects.requireNonNull(unsent.peek());
                    channel.write(next);
                    if (next.hasRemaining()) {
                        return;
                    }
                    unsent.remove();
                }
            }
            interest();
        } catch (IOException e) {
            broken();
        }
    }

    /** Reads what there is into the buffer, behind what was left of the last time, and passes on what is complete. */
    void readable(byte[] buffer) {
        try {
            System.arraycopy(left, 0, buffer, 0, left.length);
            int read = channel.read(ByteBuffer.wrap(buffer, left.length, buffer.length - left.length));
            if (read < 0) {
                broken();
                return;
            }
            int filled = left.length + read;
            int used = upgraded ? frames(buffer, 0, filled) : answer(buffer, filled);
            left = used == filled ? NOTHING : Arrays.copyOfRange(buffer, used, filled);
            if (left.length == buffer.length) {
                throw new IllegalStateException("a frame is longer than " + buffer.length);
            }
        } catch (IOException e) {
            broken();
        }
    }

    private int answer(byte[] buffer, int filled) {
        String head = new String(buffer, 0, Math.min(filled, 8192), ISO_8859_1);
        int end = head.indexOf("\r\n\r\n");
        if (end < 0) {
            return 0;
        }
        if (!head.startsWith("HTTP/1.1 101")) {
            end(Integer.parseInt(head.substring(9, 12)));
            return filled;
        }
        upgraded = true;
        return frames(buffer, end + 4, filled);
    }

    private int frames(byte[] buffer, int from, int filled) {
        int at = from;
        while (filled - at >= 2 && !ended) {
            int length = buffer[at + 1] & 0x7f;
            int payload = at + 2;
            if (length >= 126) {
                int bytes = length == 126 ? 2 : 8;
                if (filled - payload < bytes) {
                    return at;
                }
                length = (int) (bytes == 2
                        ? ByteBuffer.wrap(buffer).getShort(payload) & 0xffff
                        : ByteBuffer.wrap(buffer).getLong(payload));
                payload += bytes;
            }
            if (filled - payload < length) {
                return at;
            }
            onFrame(buffer[at] & 0xff, buffer, payload, length);
            at = payload + length;
        }
        return ended ? filled : at;
    }

    private void onFrame(int head, byte[] buffer, int from, int length) {
        switch (head) {
            case FINAL | TEXT -> listener.onText(buffer, from, length);
            case FINAL | PING -> {
                if (answersPings) {
                    write(frame(PONG, buffer, from, length));
                }
            }
            case FINAL | CLOSE -> {
                write(frame(CLOSE, buffer, from, Math.min(2, length)));
                end(length < 2 ? 1005 : ByteBuffer.wrap(buffer).getShort(from) & 0xffff);
            }
            case FINAL | PONG -> {
            } // nothing was asked
            default -> throw new IllegalStateException("a frame begins with " + head);
        }
    }

    void broken() {
        end(BROKEN);
    }

    private void end(int code) {
        if (!ended) {
            ended = true;
            try {
                channel.close();
            } catch (IOException e) {
                // Then it is closed all the same.
            }
            listener.onClosed(code);
        }
    }
}
