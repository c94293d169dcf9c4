package dev.parley.file.drive;

import java.text.Normalizer;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.parley.platform.problem.InvalidRequest;

/** The rules for names of files. */
public final class FileName {

    /** In UTF-16 units; with a suffix such as " (2)" a name still fits its column. */
    static final int LONGEST = 240;

    private FileName() {}

    /** One spelling (NFC) for names that look the same, without blanks around. */
    public static String normalize(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC).strip();
    }

    /** What is wrong with a normalized name; empty when it is fine. */
    public static Optional<String> violation(String name) {
        if (name.isEmpty() || name.length() > LONGEST) {
            return Optional.of("must have 1 to " + LONGEST + " characters");
        }
        if (name.equals(".") || name.equals("..")) {
            return Optional.of("must not be . or ..");
        }
        boolean forbidden = name.codePoints().anyMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c)
                || Character.getType(c) == Character.SURROGATE || c == 0x202E || c == 0x2028 || c == 0x2029);
        return forbidden ? Optional.of("must not have slashes, backslashes or control characters") : Optional.empty();
    }

    /** A name from a request, normalized; refused when it cannot be one. */
    static String require(@Nullable String name) {
        String normalized = normalize(name == null ? "" : name);
        violation(normalized).ifPresent(violation -> {
            throw InvalidRequest.of("name", violation);
        });
        return normalized;
    }

    /** The name of the n-th file of that name: "report.pdf" becomes "report (2).pdf". */
    static String numbered(String name, int number) {
        int dot = name.lastIndexOf('.');
        return dot <= 0
                ? name + " (" + number + ")"
                : name.substring(0, dot) + " (" + number + ")" + name.substring(dot);
    }
}
