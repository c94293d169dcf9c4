package dev.parley.journey;

import java.net.URI;
import java.util.List;
import java.util.Map;

/** The five services, running on one set of parts or another. */
interface RunningSuite extends AutoCloseable {

    /** By their names in discovery. */
    List<String> SERVICES = List.of("auth-service", "chat-service", "file-service", "hash-service", "gateway");

    /** The one address that clients need. */
    URI gateway();

    /** One of {@link #SERVICES}. */
    ServiceHandle service(String name);

    /** Stops the services, in order; returns when they have ended. */
    @Override
    void close();

    /** One service's process, to look at and to disturb. */
    interface ServiceHandle {

        /** Its own address, not the gateway's. */
        URI url();

        boolean isRunning();

        /** Starts it again on the same port; returns when it is ready. */
        void start();

        /** The same, this time with these environment variables too. */
        void startWith(Map<String, String> more);

        /** Lets it end in order, by SIGTERM; returns when it has ended. */
        void stop();

        /** Ends it at once, by SIGKILL. */
        void kill();
    }
}
