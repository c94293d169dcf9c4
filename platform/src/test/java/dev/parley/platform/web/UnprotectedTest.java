package dev.parley.platform.web;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.security.core.Authentication;

import dev.parley.platform.discovery.DiscoveryAutoConfiguration;
import dev.parley.platform.identity.IdentityAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

class UnprotectedTest {

    private final WebApplicationContextRunner withoutSpringSecurity = new WebApplicationContextRunner()
            .withClassLoader(new FilteredClassLoader(Authentication.class))
            .withConfiguration(
                    AutoConfigurations.of(DiscoveryAutoConfiguration.class, IdentityAutoConfiguration.class));

    @Test
    void anApplicationThatChecksNoTokensDoesNotStart() {
        withoutSpringSecurity.run(context -> assertThat(context).getFailure()
                .hasStackTraceContaining("nothing checks the tokens of requests"));
    }

    @Test
    void anApplicationWithAFilterOfItsOwnSaysSo() {
        withoutSpringSecurity.withPropertyValues("parley.identity.own-check=true")
                .run(context -> assertThat(context).hasNotFailed());
    }
}
