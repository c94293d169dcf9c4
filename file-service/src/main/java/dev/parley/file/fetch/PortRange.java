package dev.parley.file.fetch;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ports from one to another, both included. */
record PortRange(int first, int last) {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");

    PortRange {
        if (first < 1 || last > 65_535 || first > last) {
            throw new IllegalArgumentException("not a range of ports: " + first + "-" + last);
        }
    }

    /** Reads "443" or "8000-8100". */
    static PortRange parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("neither a port nor a range of ports: " + text);
        }
        int first = Integer.parseInt(matcher.group(1));
        return new PortRange(first, matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2)));
    }

    boolean contains(int port) {
        return first <= port && port <= last;
    }
}
