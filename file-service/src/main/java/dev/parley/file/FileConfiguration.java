package dev.parley.file;

import java.time.Clock;

import org.apache.coyote.AbstractProtocol;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.parley.platform.identity.PublicEndpoints;

@Configuration(proxyBeanMethods = false)
class FileConfiguration {

    /** Bodies are read, and contents sent, in pieces of this size rather than of 8 KiB. */
    private static final String SOCKET_BUFFER = Integer.toString(64 * 1024);

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** Capability URLs and the tokens of shares are their own proof, and everybody may read the documents; all else needs an access token. */
    @Bean
    PublicEndpoints publicEndpoints() {
        return PublicEndpoints.of(PublicEndpoints.get("/internal/contents/**"),
                PublicEndpoints.get("/internal/shares/*"), PublicEndpoints.get("/api/files/openapi.yaml"),
                PublicEndpoints.get("/api/files/asyncapi.yaml"));
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> largeSocketBuffers() {
        return factory -> factory.addConnectorCustomizers(connector -> {
            if (connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol) {
                // Of the kind that the system reads into without a copy.
                protocol.setProperty("socket.directBuffer", "true");
                protocol.setProperty("socket.appReadBufSize", SOCKET_BUFFER);
                protocol.setProperty("socket.appWriteBufSize", SOCKET_BUFFER);
            }
        });
    }
}
