package dev.parley.journey;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import dev.parley.parts.process.ChildProcess;
import dev.parley.parts.process.FreePorts;
import dev.parley.parts.process.ProcessPlan;
import dev.parley.parts.process.Readiness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** What the README tells people to type: {@code make run}, and every command of the journey. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadmeIT {

    private static final Path ROOT = ServiceJars.ROOT;
    private static final Path FOLDER = Path.of("target", "readme").toAbsolutePath();
    private static final Pattern JOURNEY = Pattern.compile("<!-- journey: begin -->(.*)<!-- journey: end -->",
            Pattern.DOTALL);
    private static final Pattern COMMANDS = Pattern.compile("^```bash\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    @Test
    void everyCommandOfTheJourneyWorksAgainstMakeRun() throws IOException {
        Programs.need("make", "bash", "curl", "jq", "node", "npm", "dd", "sha256sum");
        int port = FreePorts.next();
        URI gateway = URI.create("http://127.0.0.1:" + port);
        Files.createDirectories(FOLDER);
        try (ChildProcess parley = ChildProcess.start(ProcessPlan
                .in(FOLDER, "make-run", List.of("make", "-C", ROOT.toString(), "run"))
                .withEnvironment(
                        Map.of("PARLEY_PORT", Integer.toString(port), "PARLEY_HOME", FOLDER.resolve("home").toString()))
                .withStopTimeout(Duration.ofSeconds(60)))) {
            parley.awaitReady(Readiness.http(gateway.resolve("/api/auth/.well-known/jwks.json")),
                    Duration.ofMinutes(5));
            walk(gateway);
            parley.stop();
        }
        assertThat(FreePorts.isFree(port)).as("nothing listens after the end").isTrue();
    }

    private static void walk(URI gateway) throws IOException {
        Path folder = Files.createTempDirectory(FOLDER, "walk");
        Files.createSymbolicLink(folder.resolve("suite"), ROOT.resolve("suite"));
        Files.writeString(folder.resolve("journey.sh"), "set -euo pipefail\n" + commands());
        ProcessBuilder bash = new ProcessBuilder("timeout", "300", "bash", "-x", "journey.sh")
                .directory(folder.toFile())
                .redirectErrorStream(true);
        bash.environment().put("PARLEY", gateway.toString());
        Process process = bash.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.onExit().join().exitValue()).as(output).isZero();
        assertThat(output).contains("Are you there?", "closed 4401", "session-ended");
    }

    private static String commands() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        MatchResult journey = JOURNEY.matcher(readme).results().findFirst().orElseThrow();
        return COMMANDS.matcher(journey.group(1)).results().map(found -> found.group(1))
                .collect(Collectors.joining("\n"));
    }
}
