package dev.parley.launcher;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

import dev.parley.launcher.home.CannotStartException;
import dev.parley.parts.PartFailedException;
import dev.parley.parts.process.ChildFailedException;

/**
 * Runs a suite until somebody stops it (SIGINT, SIGTERM or SIGHUP: exit value 0) or something in it dies (exit value 1: what died is told
 * with its last lines, and the rest is stopped). A second signal ends everything at once.
 */
public final class Main {

    private static final Logger log = LoggerFactory.getLogger(Main.class);

    private final Console console;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicInteger signals = new AtomicInteger();

    private Main(Console console) {
        this.console = console;
    }

    /** The one argument is the folder of the project. */
    public static void main(String[] arguments) {
        int exit = new Main(new Console(System.out)).run(Path.of(arguments[0]), Instant.now());
        System.exit(exit); // threads of a broker that did not start linger
    }

    private int run(Path projectRoot, Instant begin) {
        try {
            Suite suite = Suite.prepare(SuiteSettings.of(projectRoot, System.getenv()), console);
            for (String signal : new String[]{"INT", "TERM", "HUP"}) {
                Signal.handle(new Signal(signal), _ -> onSignal(suite));
            }
            suite.begin();
            console.welcome(suite, Duration.between(begin, Instant.now()));
            suite.prepareFastStart();
            return watch(suite);
        } catch (CannotStartException | PartFailedException | ChildFailedException e) {
            return signals.get() > 0 ? awaitStopped() : failed(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            return signals.get() > 0
                    ? awaitStopped()
                    : failed("Parley cannot be started: " + e + "; launcher.log has more.", e);
        }
    }

    private int watch(Suite suite) {
        try {
            while (!stopped.await(500, TimeUnit.MILLISECONDS)) {
                Optional<String> casualty = suite.casualty();
                if (casualty.isPresent() && signals.get() == 0) {
                    console.failure(casualty.get());
                    console.note("Stopping the rest.");
                    suite.close();
                    return 1;
                }
            }
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            suite.close();
            return 1;
        }
    }

    private void onSignal(Suite suite) {
        if (signals.incrementAndGet() > 1) {
            suite.kill();
            Runtime.getRuntime().halt(130);
        }
        console.note("Stopping; once more Ctrl-C ends everything at once.");
        suite.close();
        console.note("Parley has stopped; its data stays.");
        stopped.countDown();
    }

    private int awaitStopped() {
        try {
            stopped.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    private int failed(String message, RuntimeException cause) {
        log.error("The start failed", cause);
        console.failure(message);
        return 1;
    }
}
