package dev.parley.launcher;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Tells a person at a terminal how it goes. */
final class Console implements Progress {

    private final PrintStream out;

    Console(PrintStream out) {
        this.out = out;
    }

    @Override
    public void ready(String what, Duration took) {
        line("  %-14s ready   %5.1f s", what, seconds(took));
    }

    @Override
    public void stopped(String what, Duration took) {
        line("  %-14s stopped %5.1f s", what, seconds(took));
    }

    @Override
    public void note(String sentence) {
        line("%s", sentence);
    }

    /** What a person needs to know of a suite that can be used. */
    void welcome(Suite suite, Duration took) {
        line("""

            Parley can be used after %.1f s.

              Address      %s
              Sample user  %s, password %s
              Logs         %s
              Stop         Ctrl-C
            """, seconds(took), suite.gatewayUrl(), suite.sampleUser().username(), suite.sampleUser().password(),
                suite.logs());
    }

    void failure(String message) {
        line("%n%s", message);
    }

    private synchronized void line(String format, Object... arguments) {
        out.printf(Locale.ROOT, format + "%n", arguments);
        out.flush();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
