package dev.parley.auth;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;

import dev.parley.platform.identity.PublicEndpoints;

/** Starts auth-service. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableAsync
@EnableScheduling
public class AuthApplication {

    public static void main(String[] args) {
        SpringApplication.run(AuthApplication.class, args);
    }

    /** What a person without an access token may call; everything else in this service needs one. */
    @Bean
    PublicEndpoints publicEndpoints() {
        return PublicEndpoints.of(
                PublicEndpoints.post("/api/auth/register"),
                PublicEndpoints.post("/api/auth/login"),
                PublicEndpoints.post("/api/auth/refresh"),
                PublicEndpoints.post("/api/auth/revoke"),
                PublicEndpoints.post("/api/auth/introspect"), // has a check of its own
                PublicEndpoints.get("/api/auth/.well-known/jwks.json"),
                PublicEndpoints.get("/api/auth/openapi.yaml"));
    }
}
