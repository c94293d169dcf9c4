package dev.parley.parts.process;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/**
 * A condition that says whether something is of use now. It is asked again and again, so it must be cheap and return within a
 * second or two; an exception counts as "not yet", and the last one is told when the deadline passes.
 */
@FunctionalInterface
public interface Readiness {

    boolean isReady() throws Exception;

    /** Something accepts TCP connections on 127.0.0.1 at this port. */
    static Readiness port(int port) {
        return () -> {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
                return true;
            }
        };
    }

    /** The address answers a GET with a status of 200 to 299. */
    static Readiness http(URI address) {
        return () -> {
            HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(2_000);
            connection.setUseCaches(false);
            try {
                int status = connection.getResponseCode();
                if (status < 200 || status > 299) {
                    throw new IOException(address + " answers " + status);
                }
                return true;
            } finally {
                connection.disconnect();
            }
        };
    }
}
