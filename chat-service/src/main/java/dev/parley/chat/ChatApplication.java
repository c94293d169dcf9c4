package dev.parley.chat;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

import dev.parley.platform.identity.PublicEndpoints;

/** Starts chat-service. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class ChatApplication {

    /** What everybody may read; all else needs an access token. */
    @Bean
    PublicEndpoints publicEndpoints() {
        return PublicEndpoints.of(PublicEndpoints.get("/api/chat/openapi.yaml"),
                PublicEndpoints.get("/api/chat/asyncapi.yaml"));
    }

    public static void main(String[] arguments) {
        SpringApplication.run(ChatApplication.class, arguments);
    }
}
