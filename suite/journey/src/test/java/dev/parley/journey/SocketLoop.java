package dev.parley.journey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Thousands of WebSockets on one thread, so that whoever measures the servers does not measure the clients. Listeners are called on
 * that thread, and tasks run on it too: what only they touch needs no locks.
 */
final class SocketLoop implements AutoCloseable {

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final byte[] buffer = new byte[1 << 20];
    private final URI gateway;
    private final Selector selector;
    private final Thread thread;
    private volatile boolean closed;

    SocketLoop(URI gateway) {
        this.gateway = gateway;
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = Thread.ofPlatform().daemon().name("sockets").start(this::run);
    }

    /** Begins to open a socket with this access token; the listener hears how that went. */
    LoadSocket open(String token, LoadSocket.Listener listener) {
        try {
            SocketChannel channel = SocketChannel.open();
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.connect(new InetSocketAddress(gateway.getHost(), gateway.getPort()));
            channel.configureBlocking(false);
            LoadSocket socket = new LoadSocket(channel, this, listener);
            execute(() -> register(channel, socket));
            socket.upgrade(token);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void register(SocketChannel channel, LoadSocket socket) {
        try {
            socket.registered(channel.register(selector, SelectionKey.OP_READ, socket));
        } catch (IOException e) {
            socket.broken();
        }
    }

    /** Has a task run on the loop's thread. */
    void execute(Runnable task) {
        tasks.add(task);
        if (Thread.currentThread() != thread) {
            selector.wakeup();
        }
    }

    /** Ends the loop; sockets that are still open are cut. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (selector) {
            while (!closed) {
                if (tasks.isEmpty()) {
                    selector.select(this::ready);
                } else {
                    selector.selectNow(this::ready);
                }
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
            }
            List.copyOf(selector.keys()).forEach(key -> ((LoadSocket) key.attachment()).cut());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ready(SelectionKey key) {
        LoadSocket socket = (LoadSocket) key.attachment();
        if (key.isValid() && key.isWritable()) {
            socket.writable();
        }
        if (key.isValid() && key.isReadable()) {
            socket.readable(buffer);
        }
    }
}
