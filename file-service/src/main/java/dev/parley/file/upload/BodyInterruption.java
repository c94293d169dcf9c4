package dev.parley.file.upload;

import java.io.IOException;
import java.nio.channels.SocketChannel;

import jakarta.servlet.http.HttpServletRequest;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;

/** Ends requests that wait for more of their body, which may never come. */
@Component
class BodyInterruption implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {

    private volatile @Nullable InterruptibleHttpProtocol protocol;

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.setProtocol(InterruptibleHttpProtocol.class.getName());
        factory.addConnectorCustomizers(connector -> {
            if (connector.getProtocolHandler() instanceof InterruptibleHttpProtocol interruptible) {
                protocol = interruptible;
            }
        });
    }

    /** What ends this request: it sees the end of its body at once. To be run only while the request lasts. */
    Runnable of(HttpServletRequest request) {
        String address = request.getRemoteAddr();
        int port = request.getRemotePort();
        return () -> {
            InterruptibleHttpProtocol serving = protocol;
            if (serving != null) {
                serving.endInput(address, port);
            }
        };
    }

    /** Before what sets the protocol up. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    /**
     * Tomcat's protocol with one more ability: a thread that waits for a request's body can be woken, which neither interrupting the thread nor
     * closing the connection does. Made by Tomcat from its name, so it is public.
     */
    public static final class InterruptibleHttpProtocol extends Http11NioProtocol {

        private static final Logger LOG = LoggerFactory.getLogger(InterruptibleHttpProtocol.class);

        /** Shuts down the way in of the connection from this address: what is read of it from now on is its end. */
        void endInput(String address, int port) {
            for (SocketWrapperBase<NioChannel> connection : getEndpoint().getConnections()) {
                if (connection.getRemotePort() == port && address.equals(connection.getRemoteAddr())) {
                    endInput(connection.getSocket().getIOChannel());
                }
            }
        }

        private static void endInput(SocketChannel channel) {
            try {
                channel.shutdownInput();
            } catch (IOException alreadyClosed) {
                LOG.debug("the connection is closed", alreadyClosed);
            }
        }
    }
}
