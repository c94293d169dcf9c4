package dev.parley.parts.real;

import org.opentest4j.TestAbortedException;

/** What a single test needs besides the component. */
final class Needs {

    private Needs() {}

    /** Leaves a test out that stops the part, where the part is an existing one. */
    static void ours(RealPart part) {
        if (!part.isOurs()) {
            throw new TestAbortedException("left out: " + part.name() + " is an existing one, which tests do not stop");
        }
    }
}
