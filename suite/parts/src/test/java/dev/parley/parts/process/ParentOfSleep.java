package dev.parley.parts.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program with one child process, for {@link EndOfTheParentTest} to end. Its argument is the folder of the child. */
final class ParentOfSleep {

    private ParentOfSleep() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        ChildProcess child = ChildProcess.start(ProcessPlan.in(folder, "child", List.of("sleep", "1000")));
        Files.writeString(folder.resolve("ready"), Long.toString(child.pid()));
        child.onExit().get(1_000, TimeUnit.SECONDS);
    }
}
