package dev.parley.file.processing;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class ProcessingSettingsTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withUserConfiguration(Application.class);

    @EnableConfigurationProperties(ProcessingSettings.class)
    static class Application {}

    @Test
    void nothingNeedsToBeSet() {
        application.run(context -> {
            ProcessingSettings settings = context.getBean(ProcessingSettings.class);
            assertThat(settings.attempts()).isEqualTo(5);
            assertThat(settings.awayPause()).hasSeconds(3);
            assertThat(settings.retryEvery()).hasSeconds(5);
            assertThat(settings.stepLimit()).hasMinutes(5);
            assertThat(settings.stepsFrom().toMegabytes()).isEqualTo(64);
        });
    }

    @Test
    void anUnknownKeyStopsTheStart() {
        application.withPropertyValues("parley.processing.atempts=3")
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void valuesThatCannotWorkStopTheStart() {
        application.withPropertyValues("parley.processing.attempts=0")
                .run(context -> assertThat(context).hasFailed());
        application.withPropertyValues("parley.processing.retry-every=0s")
                .run(context -> assertThat(context).hasFailed());
        for (String broken : new String[]{"step-limit=0s", "step-limit=11m", "patience=11m", "steps-from=0B"}) {
            application.withPropertyValues("parley.processing." + broken)
                    .run(context -> assertThat(context).as(broken).hasFailed());
        }
    }
}
