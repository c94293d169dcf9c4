package dev.parley.platform.web;

import java.time.Duration;
import java.util.List;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import dev.parley.platform.identity.Identity;
import dev.parley.platform.identity.PublicEndpoints;
import dev.parley.platform.identity.TokenMint;
import dev.parley.platform.problem.FieldViolation;
import dev.parley.platform.problem.InvalidRequest;
import dev.parley.platform.problem.ProblemException;
import dev.parley.platform.problem.ProblemType;

/** A service with one of everything that can go wrong. */
@SpringBootConfiguration
@EnableAutoConfiguration(excludeName = {"org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration",
    "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration"})
@Import(SampleApplication.Things.class)
class SampleApplication {

    static final TokenMint MINT = new TokenMint();

    @Bean
    TokenMint keySource() {
        return MINT;
    }

    @Bean
    PublicEndpoints publicEndpoints() {
        return PublicEndpoints.of(PublicEndpoints.get("/open/**"));
    }

    enum SampleProblem implements ProblemType {
        BUSY, BAD_SECRET;

        @Override
        public Definition definition() {
            return switch (this) {
                case BUSY -> new Definition(HttpStatus.TOO_MANY_REQUESTS, "Busy", true);
                case BAD_SECRET -> new Definition(HttpStatus.UNAUTHORIZED, "Not the secret", false);
            };
        }
    }

    record Thing(String name, int size) {}

    @RestController
    static class Things {

        @GetMapping("/me")
        String me(@AuthenticationPrincipal Identity me) {
            return me.user();
        }

        @GetMapping("/open/hello")
        String open() {
            return "hello";
        }

        @GetMapping("/number")
        String number(@RequestParam int n) {
            return "n=" + n;
        }

        @PostMapping(path = "/things", consumes = MediaType.APPLICATION_JSON_VALUE)
        Thing make(@RequestBody Thing thing) {
            if (thing.size() < 1) {
                throw InvalidRequest.of(List.of(new FieldViolation("size", "must be positive")));
            }
            return thing;
        }

        @GetMapping("/busy")
        String busy() {
            throw new ProblemException(SampleProblem.BUSY, "try later").retryAfter(Duration.ofMillis(1500));
        }

        @GetMapping("/secret")
        String secret(@RequestParam(defaultValue = "") String scheme) {
            ProblemException refusal = new ProblemException(SampleProblem.BAD_SECRET, "another one");
            throw scheme.isEmpty() ? refusal : refusal.challenge(scheme + " realm=\"parley\"");
        }

        @GetMapping("/store-away")
        String storeAway() {
            throw new CannotGetJdbcConnectionException("a secret address");
        }

        @GetMapping("/defect")
        String defect() {
            throw new IllegalStateException("a secret detail");
        }
    }
}
