package dev.parley.launcher;

import java.time.Duration;

/** Who wants to know how a start or a stop goes on. Called by several threads. */
public interface Progress {

    /** This part or service can be used; so long it took. */
    void ready(String what, Duration took);

    /** This part or service has ended; so long it took. */
    void stopped(String what, Duration took);

    /** Anything else, in a sentence. */
    void note(String sentence);

    /** Tells nobody. */
    static Progress silent() {
        return new Progress() {

            @Override
            public void ready(String what, Duration took) {}

            @Override
            public void stopped(String what, Duration took) {}

            @Override
            public void note(String sentence) {}
        };
    }
}
