package dev.parley.parts.real;

import java.util.Optional;

import org.opentest4j.TestAbortedException;
import org.slf4j.LoggerFactory;

/** Leaves a test class out, and says so, where this machine lacks the component that it needs. */
final class Needs {

    private Needs() {}

    static void component(RealComponent component) {
        Optional<String> reason = component.leftOut();
        if (reason.isPresent()) {
            LoggerFactory.getLogger(Needs.class).warn("Tests of {} {}", component.title(), reason.get());
            throw new TestAbortedException(reason.get());
        }
    }

    /** Leaves a test out that stops the part, where the part is an existing one. */
    static void ours(RealPart part) {
        if (!part.isOurs()) {
            throw new TestAbortedException("left out: " + part.name() + " is an existing one, which tests do not stop");
        }
    }
}
