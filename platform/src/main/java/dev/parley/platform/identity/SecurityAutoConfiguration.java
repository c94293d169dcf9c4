package dev.parley.platform.identity;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ProblemDetail;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderNotFoundException;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.security.web.server.firewall.ServerWebExchangeFirewall;
import org.springframework.security.web.server.firewall.StrictServerWebExchangeFirewall;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.platform.problem.CommonProblem;
import dev.parley.platform.problem.ProblemDetails;
import dev.parley.platform.problem.ProblemWriter;

/** Deny by default: every operation needs a valid access token, but for the application's {@link PublicEndpoints}. */
@AutoConfiguration(after = IdentityAutoConfiguration.class, beforeName = {
    "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
    "org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration",
    "org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration",
    "org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration"})
@ConditionalOnClass(Authentication.class)
public class SecurityAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    PublicEndpoints publicEndpoints() {
        return PublicEndpoints.of();
    }

    /** Each security filter would be timed by itself: a tenth of a small request's CPU time, for figures that nobody reads. */
    @Bean
    @ConditionalOnMissingBean
    SecurityObservationSettings noFigures() {
        return SecurityObservationSettings.noObservations();
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = Type.SERVLET)
    static class Servlet {

        @Bean
        SecurityFilterChain tokenSecurity(HttpSecurity http, TokenVerifier verifier, PublicEndpoints endpoints,
                JsonMapper json)
                throws Exception {
            return new ServletSecurity(verifier, endpoints, new ProblemWriter(json)).chain(http);
        }

        /** The server itself takes no header that could split an answer; whether a token is one, the verifier says. */
        @Bean
        HttpFirewall firewall() {
            StrictHttpFirewall firewall = new StrictHttpFirewall();
            firewall.setAllowedHeaderValues(value -> true);
            return firewall;
        }

        @Bean
        RequestRejectedHandler refusedByFirewall(JsonMapper json) {
            ProblemWriter problems = new ProblemWriter(json);
            return (request, response, refusal) -> problems.write(response, refused());
        }

        /** There are no user names and passwords at this level; without this bean Spring Boot would invent some. */
        @Bean
        AuthenticationManager noPasswords() {
            return authentication -> {
                throw new ProviderNotFoundException("only access tokens are accepted");
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = Type.REACTIVE)
    static class Reactive {

        @Bean
        SecurityWebFilterChain tokenSecurity(ServerHttpSecurity http, TokenVerifier verifier, PublicEndpoints endpoints,
                JsonMapper json) {
            return new ReactiveSecurity(verifier, endpoints, new ProblemWriter(json)).chain(http);
        }

        /** As for servlets. */
        @Bean
        ServerWebExchangeFirewall firewall() {
            StrictServerWebExchangeFirewall firewall = new StrictServerWebExchangeFirewall();
            firewall.setAllowedHeaderValues(value -> true);
            return firewall;
        }

        @Bean
        ServerExchangeRejectedHandler refusedByFirewall(JsonMapper json) {
            ProblemWriter problems = new ProblemWriter(json);
            return (exchange, refusal) -> problems.write(exchange.getResponse(), refused());
        }

        /** As for servlets: no user names and passwords at this level. */
        @Bean
        ReactiveAuthenticationManager noPasswords() {
            return authentication -> Mono.error(new ProviderNotFoundException("only access tokens are accepted"));
        }
    }

    /** What could be read in more than one way, or is made to confuse. */
    private static ProblemDetail refused() {
        return ProblemDetails.of(CommonProblem.REQUEST_REFUSED, "the path or a header is not written as it should be");
    }
}
