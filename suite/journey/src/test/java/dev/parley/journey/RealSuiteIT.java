package dev.parley.journey;

import java.net.URI;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.opentest4j.TestAbortedException;
import org.slf4j.LoggerFactory;

import dev.parley.parts.real.RealComponent;

import static org.assertj.core.api.Assertions.assertThat;

/** The journey on the real components, services found by Consul. Left out, in so many words, where one is not installed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealSuiteIT implements SuiteContract, JourneyContract {

    private RealSuite suite;

    @BeforeAll
    void start() {
        leaveOutWhereAComponentIsMissing();
        suite = RealSuite.start();
    }

    static void leaveOutWhereAComponentIsMissing() {
        for (RealComponent component : RealComponent.values()) {
            Optional<String> reason = component.leftOut();
            if (reason.isPresent()) {
                LoggerFactory.getLogger(RealSuiteIT.class).warn("The journey on the real components is {}",
                        reason.get());
                throw new TestAbortedException(reason.get());
            }
        }
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
