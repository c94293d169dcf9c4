package dev.parley.journey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The memory of a JVM on Linux.
 *
 * @param resident bytes that the operating system keeps in memory for it
 * @param live bytes of objects on its heap that are in use, after a full collection
 */
record ProcessMemory(long resident, long live) {

    private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    /** The last line of a histogram: Total, instances, bytes. */
    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

    static ProcessMemory of(long pid) {
        try {
            // The histogram collects all garbage first.
            String histogram = jcmd(pid);
            String status = Files.readString(Path.of("/proc", Long.toString(pid), "status"));
            return new ProcessMemory(1024 * number(RESIDENT, status), number(TOTAL, histogram));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String jcmd(long pid) throws IOException {
        Process process = new ProcessBuilder(JCMD.toString(), Long.toString(pid), "GC.class_histogram")
                .redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static long number(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException(
                    "No " + pattern + " in " + Arrays.toString(text.lines().limit(5).toArray()));
        }
        return Long.parseLong(matcher.group(1));
    }
}
