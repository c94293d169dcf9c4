package dev.parley.hash;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts hash-service. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class HashApplication {

    public static void main(String[] args) {
        SpringApplication.run(HashApplication.class, args);
    }
}
