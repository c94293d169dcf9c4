package dev.parley.journey;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The CPU time of this process and of all its children, by name. */
final class CpuTimes {

    private static final String LOAD = "load";
    private static final long WORTH_MENTIONING_MILLIS = 50;

    private final Map<String, Duration> spent = new TreeMap<>();

    private CpuTimes() {}

    /** As of now. {@code names} says what to call a process that is not known by its program. */
    static CpuTimes now(Map<Long, String> names) {
        CpuTimes times = new CpuTimes();
        times.add(LOAD, ProcessHandle.current());
        ProcessHandle.current().descendants()
                .forEach(child -> times.add(names.getOrDefault(child.pid(), program(child)), child));
        return times;
    }

    /** In seconds, process by process, from an earlier look to this one. */
    String since(CpuTimes earlier) {
        List<String> all = new ArrayList<>();
        spent.forEach((name, now) -> {
            long millis = now.minus(earlier.spent.getOrDefault(name, Duration.ZERO)).toMillis();
            if (millis >= WORTH_MENTIONING_MILLIS) {
                all.add(String.format(Locale.ROOT, "%s %.2f", name, millis / 1000.0));
            }
        });
        return String.join(", ", all);
    }

    /** The seconds of these processes together, from an earlier look to this one; of all but this one when none is named. */
    double secondsSince(CpuTimes earlier, String... names) {
        Set<String> wanted = Set.of(names);
        return spent.entrySet().stream()
                .filter(one -> wanted.isEmpty() ? !one.getKey().equals(LOAD) : wanted.contains(one.getKey()))
                .mapToDouble(one -> one.getValue().minus(earlier.spent.getOrDefault(one.getKey(), Duration.ZERO))
                        .toNanos() / 1e9)
                .sum();
    }

    private void add(String name, ProcessHandle process) {
        process.info().totalCpuDuration().ifPresent(time -> spent.merge(name, time, Duration::plus));
    }

    private static String program(ProcessHandle process) {
        String name = process.info().command().map(command -> String.valueOf(Path.of(command).getFileName()))
                .orElse("gone");
        return name.startsWith("redis-") ? "redis-server" : name; // Debian's redis programs are links to one file
    }
}
