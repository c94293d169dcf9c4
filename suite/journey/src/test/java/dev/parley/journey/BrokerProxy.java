package dev.parley.journey;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * Stands between a node and RabbitMQ, and swallows what the node says when it is told to, while the node goes on hearing. Then the
 * connections must be cut: this is how a node dies between a commit and its acknowledgement.
 */
final class BrokerProxy implements AutoCloseable {

    private static final int MOST_OVERHEARD = 10_000;

    /** A message that the node published. */
    record Published(String queue, byte[] body) {}

    private final ServerSocket server;
    private final URI broker;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final Queue<Published> overheard = new ConcurrentLinkedQueue<>();
    private final AtomicInteger swallowedAcknowledgements = new AtomicInteger();

    BrokerProxy(String amqpUrl) {
        broker = URI.create(amqpUrl);
        try {
            server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** The broker's URL by way of this proxy. */
    String url() {
        return broker.toString().replace(":" + broker.getPort(), ":" + server.getLocalPort());
    }

    /** From now on nothing that the node says by its present connections reaches the broker. */
    void swallow() {
        swallowedAcknowledgements.set(0);
        connections.forEach(connection -> connection.swallowing = true);
    }

    /** How many acknowledgements of the node were swallowed. */
    int swallowedAcknowledgements() {
        return swallowedAcknowledgements.get();
    }

    /** Cuts the present connections; new ones work. */
    void cut() {
        connections.forEach(Connection::cut);
    }

    /** The messages that the node published lately, oldest first. */
    Queue<Published> overheard() {
        return overheard;
    }

    @Override
    public void close() {
        try {
            server.close();
            cut();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket node = server.accept();
                Thread.ofVirtual().start(() -> connect(node));
            }
        } catch (IOException closed) {
            // The end.
        }
    }

    private void connect(Socket node) {
        try {
            Connection connection = new Connection(node, new Socket(broker.getHost(), broker.getPort()));
            connections.add(connection);
            Thread.ofVirtual().start(connection::pumpBack);
            connection.pumpForth();
        } catch (IOException brokerAway) {
            close(node);
        }
    }

    private static void close(@Nullable Socket socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            // Then it is closed all the same.
        }
    }

    private final class Connection implements AmqpTap.Ear {

        private final Socket node;
        private final Socket upstream;
        private final AmqpTap tap = new AmqpTap(this);
        private int acknowledgements;
        private volatile boolean swallowing;

        private Connection(Socket node, Socket upstream) throws IOException {
            this.node = node;
            this.upstream = upstream;
            node.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
        }

        private void pumpForth() {
            byte[] buffer = new byte[65_536];
            try (node; upstream) {
                InputStream in = node.getInputStream();
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    boolean swallowed = swallowing;
                    if (!swallowed) {
                        upstream.getOutputStream().write(buffer, 0, read);
                    }
                    hears(buffer, read, swallowed);
                }
            } catch (IOException gone) {
                // One of the two has gone, or was cut off.
            } finally {
                connections.remove(this);
            }
        }

        private void hears(byte[] buffer, int length, boolean swallowed) {
            int before = acknowledgements;
            tap.heard(buffer, length);
            if (swallowed) {
                swallowedAcknowledgements.addAndGet(acknowledgements - before);
            }
        }

        private void pumpBack() {
            byte[] buffer = new byte[65_536];
            try (node; upstream) {
                InputStream in = upstream.getInputStream();
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    node.getOutputStream().write(buffer, 0, read);
                }
            } catch (IOException gone) {
                // One of the two has gone, or was cut off.
            }
        }

        private void cut() {
            BrokerProxy.close(upstream);
            BrokerProxy.close(node);
        }

        @Override
        public void published(String queue, byte[] body) {
            overheard.add(new Published(queue, body));
            if (overheard.size() > MOST_OVERHEARD) {
                overheard.poll();
            }
        }

        @Override
        public void acknowledged() {
            acknowledgements++;
        }
    }
}
