package dev.parley.launcher.home;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.parley.parts.process.ChildProcess;
import dev.parley.parts.process.ProcessPlan;

/** A launcher that opens a data directory, starts a process in it, and waits to be killed. */
final class KilledLauncher {

    private KilledLauncher() {}

    public static void main(String[] arguments) throws InterruptedException {
        Home home = Home.open(Path.of(arguments[0]));
        ChildProcess child = ChildProcess
                .start(new ProcessPlan("sleeper", List.of("sleep", "600"), Map.of(), home.path(),
                        home.freshLog("sleeper"), home.pidFile("sleeper"), Duration.ofSeconds(5)));
        child.awaitReady(
                () -> ProcessHandle.of(child.pid()).flatMap(handle -> handle.info().command()).orElse("")
                        .endsWith("sleep"),
                Duration.ofSeconds(60));
        System.out.println(child.pid());
        Thread.sleep(Duration.ofMinutes(10));
    }
}
