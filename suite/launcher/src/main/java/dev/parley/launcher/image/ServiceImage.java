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

    /**
     * The command that runs it with this much heap; uses the start cache when there is one and the JVM finds that it fits.
     *
     * <p>The cache also has the profile of the training run. Replaying it compiles what was hot then as soon as the JVM starts, with
     * more than half of the CPU time of the whole start; on two cores the start itself has to wait for that. So it is off.
     */
    public List<String> command(Path java, int heapMegabytes) {
        return command(java, heapMegabytes, hasStartCache()
                ? List.of("-XX:AOTCache=" + startCache, "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:+IgnoreUnrecognizedVMOptions", "-XX:-AOTReplayTraining", "-Xlog:aot=off", "-Xlog:cds=off")
                : List.of());
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

    /**
     * The cache only fits the options it was made with: both commands have the same. The optimizing compiler (tier 4) begins four times
     * later than it would: in the few seconds of a start it costs more than it gains, and a service under load still gets there soon.
     */
    private List<String> command(Path java, int heapMegabytes, List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(
                List.of("-XX:+UseSerialGC", "-Xms32m", "-Xmx" + heapMegabytes + "m", "-XX:+ExitOnOutOfMemoryError",
                        "-XX:Tier4InvocationThreshold=20000", "-XX:Tier4MinInvocationThreshold=2400",
                        "-XX:Tier4CompileThreshold=60000", "-XX:Tier4BackEdgeThreshold=160000",
                        "-Dfile.encoding=UTF-8"));
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }
}
