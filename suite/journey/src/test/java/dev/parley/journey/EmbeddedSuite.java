package dev.parley.journey;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

import dev.parley.launcher.Suite;
import dev.parley.launcher.SuiteService;
import dev.parley.launcher.SuiteSettings;

/** What {@code make run} starts: the embedded parts, services that find each other by a list. */
final class EmbeddedSuite implements RunningSuite {

    private final Suite suite;

    private EmbeddedSuite(Suite suite) {
        this.suite = suite;
    }

    /** On a free port, with its data and logs in target/embedded-suite. */
    static EmbeddedSuite start() {
        return new EmbeddedSuite(
                Suite.start(SuiteSettings.onFreePort(ServiceJars.ROOT, Path.of("target", "embedded-suite"))));
    }

    @Override
    public URI gateway() {
        return suite.gatewayUrl();
    }

    @Override
    public ServiceHandle service(String name) {
        return new Handle(suite.service(name));
    }

    @Override
    public void close() {
        suite.close();
    }

    private record Handle(SuiteService service) implements ServiceHandle {

        @Override
        public URI url() {
            return service.url();
        }

        @Override
        public boolean isRunning() {
            return service.isRunning();
        }

        @Override
        public void start() {
            service.start();
        }

        @Override
        public void startWith(Map<String, String> more) {
            service.startWith(more);
        }

        @Override
        public void stop() {
            service.stop();
        }

        @Override
        public void kill() {
            service.kill();
        }
    }
}
