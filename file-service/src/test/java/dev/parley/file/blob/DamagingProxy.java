package dev.parley.file.blob;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes bytes on, and changes one in each half megabyte of what clients send. */
final class DamagingProxy implements AutoCloseable {

    private static final int INTERVAL = 500_000;

    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final URI target;
    private final AtomicInteger damaged = new AtomicInteger();

    DamagingProxy(URI target) throws IOException {
        this.target = target;
        Thread.startVirtualThread(this::accept);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + door.getLocalPort());
    }

    int damaged() {
        return damaged.get();
    }

    private void accept() {
        try {
            while (!door.isClosed()) {
                Socket client = door.accept();
                Socket server = new Socket(target.getHost(), target.getPort());
                Thread.startVirtualThread(() -> pass(client, server, true));
                Thread.startVirtualThread(() -> pass(server, client, false));
            }
        } catch (IOException closed) {
            return;
        }
    }

    private void pass(Socket from, Socket to, boolean damaging) {
        byte[] buffer = new byte[8192];
        long passed = 0;
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                long before = passed / INTERVAL;
                passed += read;
                if (damaging && passed / INTERVAL > before) {
                    buffer[read - 1] ^= 1;
                    damaged.incrementAndGet();
                }
                out.write(buffer, 0, read);
            }
        } catch (IOException ended) {
            return;
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
