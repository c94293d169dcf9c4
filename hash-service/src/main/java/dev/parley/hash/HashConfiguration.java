package dev.parley.hash;

import org.apache.coyote.AbstractProtocol;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.parley.platform.identity.PublicEndpoints;

@Configuration(proxyBeanMethods = false)
class HashConfiguration {

    /** Bodies are read in pieces of this size rather than of 8 KiB. */
    private static final String READ_BUFFER = Integer.toString(64 * 1024);

    /** Everybody may read the documents; all else needs an access token. */
    @Bean
    PublicEndpoints publicEndpoints() {
        return PublicEndpoints.of(PublicEndpoints.get("/api/hash/openapi.yaml"),
                PublicEndpoints.get("/api/hash/asyncapi.yaml"));
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> largeReadBuffers() {
        return factory -> factory.addConnectorCustomizers(connector -> {
            if (connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol) {
                // Of the kind that the system reads into without a copy.
                protocol.setProperty("socket.directBuffer", "true");
                protocol.setProperty("socket.appReadBufSize", READ_BUFFER);
            }
        });
    }
}
