package dev.parley.platform.identity;

import java.time.Clock;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestClient;

import dev.parley.platform.discovery.DiscoveryAutoConfiguration;

/** Verification of access tokens, in any kind of application. */
@AutoConfiguration(after = DiscoveryAutoConfiguration.class)
@EnableConfigurationProperties(IdentitySettings.class)
public class IdentityAutoConfiguration {

    /** A service that forgot Spring Security would be open to everybody, without a word. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication
    @ConditionalOnMissingClass("org.springframework.security.core.Authentication")
    @ConditionalOnProperty(name = "parley.identity.own-check", havingValue = "false", matchIfMissing = true)
    static class Unprotected {

        Unprotected() {
            throw new IllegalStateException("nothing checks the tokens of requests: add spring-boot-starter-security,"
                    + " or set parley.identity.own-check where a filter of the application does");
        }
    }

    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** The published keys of auth-service, unless the application has keys of its own. */
    @Bean
    @ConditionalOnMissingBean
    KeySource keySource(@Qualifier("serviceRestClientBuilder") RestClient.Builder http, IdentitySettings settings,
            Clock clock) {
        return new RemoteKeySource(http.build(), settings.jwksUri(), clock);
    }

    @Bean
    @ConditionalOnMissingBean
    TokenVerifier tokenVerifier(KeySource keys, IdentitySettings settings, Clock clock) {
        return new TokenVerifier(keys, settings, clock);
    }
}
