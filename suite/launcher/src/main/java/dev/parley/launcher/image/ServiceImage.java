package dev.parley.launcher.image;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A service ready to run: its jar next to its libraries and, once it was made, a cache for its start.
 *
 * @param jar the extracted application jar
 * @param startCache where the JVM's ahead-of-time cache is, or will be
 */
public record ServiceImage(Path jar, Path startCache) {

    /** The command that runs it with this much heap; uses the start cache when there is one and the JVM finds that it fits. */
    public List<String> command(Path java, int heapMegabytes) {
        List<String> options = Files.exists(startCache)
                ? List.of("-XX:AOTCache=" + startCache, "-Xlog:aot=off", "-Xlog:cds=off")
                : List.of();
        return command(java, heapMegabytes, options);
    }

    /** The command that makes the start cache: goes through the start without opening a port or a queue, and ends. */
    public List<String> trainingCommand(Path java, int heapMegabytes, Path target) {
        return command(java, heapMegabytes,
                List.of("-XX:AOTCacheOutput=" + target, "-Dspring.context.exit=onRefresh", "-Xlog:aot=off",
                        "-Xlog:cds=off"));
    }

    public boolean hasStartCache() {
        return Files.exists(startCache);
    }

    /** The cache only fits the options it was made with: both commands have the same. */
    private List<String> command(Path java, int heapMegabytes, List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(
                List.of("-XX:+UseSerialGC", "-Xms32m", "-Xmx" + heapMegabytes + "m", "-XX:+ExitOnOutOfMemoryError",
                        "-Dfile.encoding=UTF-8"));
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }
}
