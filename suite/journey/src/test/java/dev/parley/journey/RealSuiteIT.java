package dev.parley.journey;

import java.net.URI;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import dev.parley.parts.real.NeedsReal;
import dev.parley.parts.real.RealComponent;

import static org.assertj.core.api.Assertions.assertThat;

/** The journey on the real components, services found by Consul. Left out, in so many words, where one is not installed. */
@NeedsReal({RealComponent.MARIADB, RealComponent.RABBITMQ, RealComponent.REDIS, RealComponent.CONSUL, RealComponent.S3})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealSuiteIT implements SuiteContract, JourneyContract, TalkContract {

    private RealSuite suite;

    @BeforeAll
    void start() {
        suite = RealSuite.start();
    }

    @AfterAll
    void stop() {
        if (suite != null) {
            suite.close();
        }
    }

    @Test
    void everyServiceIsRegisteredInConsul() {
        assertThat(suite.parts().consul().services()).containsAll(RunningSuite.SERVICES);
        assertThat(RunningSuite.SERVICES).allMatch(name -> suite.parts().consul().isPassing(name));
    }

    @Override
    public RunningSuite suite() {
        return suite;
    }

    @Override
    public URI gateway() {
        return suite.gateway();
    }
}
