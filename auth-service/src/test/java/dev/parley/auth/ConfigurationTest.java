package dev.parley.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

class ConfigurationTest {

    @Configuration(proxyBeanMethods = false)
    @ConfigurationPropertiesScan("dev.parley.auth")
    static class Settings {}

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withInitializer(new ConfigDataApplicationContextInitializer())
            .withUserConfiguration(Settings.class)
            .withPropertyValues("PARLEY_AUTH_KEY_ENCRYPTION_KEY=" + AuthServiceTest.KEY_ENCRYPTION_KEY);

    @Test
    void theDefaultsAreAsDocumented() {
        application.run(context -> {
            assertThat(context).hasNotFailed();
            Environment environment = context.getEnvironment();
            assertThat(environment.getProperty("spring.application.name")).isEqualTo("auth-service");
            assertThat(environment.getProperty("server.port")).isEqualTo("8081");
            assertThat(environment.getProperty("server.address")).isEqualTo("127.0.0.1");
            assertThat(environment.getProperty("parley.auth.session.max-sessions-per-user")).isEqualTo("5");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"parley.auth.pasword.memory=20MB", "parley.auth.password.memroy=20MB", "parley.auth.salt=1",
        "parley.auth.session.max-sessions-per-user=0", "parley.auth.session.max-sessions-per-user=many",
        "parley.auth.token.access-lifetime=0s", "parley.auth.password.iterations=1",
        "parley.auth.introspection.client-id=only-an-id", "parley.auth.attempt.account.free=0",
        "parley.auth.attempt.account.most=3", "parley.auth.attempt.forever=1h",
        "parley.auth.purge.batch-size=0", "parley.auth.purge.every=0s",
        "PARLEY_AUTH_KEY_ENCRYPTION_KEY="})
    void anUnknownOrInvalidKeyStopsTheStart(String key) {
        application.withPropertyValues(key).run(context -> assertThat(context).hasFailed());
    }

    @Test
    void everyKeyIsInTheReadme() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        try (Stream<String> lines = Files.lines(Path.of("src/main/resources/application.yml"))) {
            lines.filter(line -> line.contains("${PARLEY_AUTH_"))
                    .map(line -> line.substring(line.indexOf("${") + 2).split("[:}]", 2)[0])
                    .forEach(variable -> assertThat(readme).contains(variable));
        }
    }
}
