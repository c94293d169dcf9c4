package dev.parley.journey;

import java.net.URI;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The journey on what {@code make run} starts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedSuiteIT
        implements
            SuiteContract,
            JourneyContract,
            UploadContract,
            SessionContract,
            AccountContract,
            TalkContract,
            CloseCodeContract {

    private EmbeddedSuite suite;

    @BeforeAll
    void start() {
        suite = EmbeddedSuite.start();
    }

    @AfterAll
    void stop() {
        suite.close();
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
