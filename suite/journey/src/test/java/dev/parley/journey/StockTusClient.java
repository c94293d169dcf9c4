package dev.parley.journey;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import tools.jackson.databind.JsonNode;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The npm package tus-js-client, as it comes, in a Node process of its own. */
final class StockTusClient {

    private static final Path NODE_FOLDER = Path.of("node").toAbsolutePath();
    private static final long PATIENCE_SECONDS = 300;

    private final Path stateFile;

    /** Uploads that were cut are remembered in {@code stateFile}. */
    StockTusClient(Path stateFile) {
        this.stateFile = stateFile;
        Programs.need("node", "npm");
        run("", List.of("npm", "ci", "--silent"), () -> {});
    }

    /** Uploads in chunks; ends in the middle after {@code cutAfter} bytes. */
    JsonNode uploadAndCut(Person person, Path file, int chunkSize, long cutAfter) {
        return upload(person, file, chunkSize, "--cut-after", Long.toString(cutAfter));
    }

    /** Uploads in chunks, resuming what was cut; with more options of {@code upload.mjs}. */
    JsonNode upload(Person person, Path file, int chunkSize, String... more) {
        return Api.JSON.readTree(run(person.accessToken(), command(person, file, chunkSize, List.of(more)), () -> {}));
    }

    /** Uploads, but sends nothing after {@code holdAfter} bytes until something has happened. */
    JsonNode uploadAcross(Person person, Path file, int chunkSize, long holdAfter, Runnable event) {
        return Api.JSON.readTree(run(person.accessToken(), command(person, file, chunkSize,
                List.of("--hold-after", Long.toString(holdAfter), "--retry-for", "180")), event));
    }

    private List<String> command(Person person, Path file, int chunkSize, List<String> more) {
        List<String> command = new ArrayList<>(
                List.of("node", "upload.mjs", person.api().uri("/api/files/uploads").toString(),
                        file.toString(), "--chunk", Integer.toString(chunkSize), "--state", stateFile.toString()));
        command.addAll(more);
        return command;
    }

    /** The last line that a command prints. At a line that says that it holds, the event happens, and it is told to go on. */
    private static String run(String token, List<String> command, Runnable event) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(NODE_FOLDER.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("PARLEY_TOKEN", token);
        try {
            Process process = builder.start();
            StringBuilder output = new StringBuilder();
            String last = "";
            BufferedReader lines = process.inputReader(UTF_8);
            for (Optional<String> line = next(lines); line.isPresent(); line = next(lines)) {
                last = line.get();
                output.append(last).append('\n');
                if (last.startsWith("{\"held\":true")) {
                    event.run();
                    process.getOutputStream().write('\n');
                    process.getOutputStream().flush();
                }
            }
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AssertionError(command + " failed: " + output);
            }
            return last;
        } catch (IOException e) {
            throw new IllegalStateException(command.getFirst() + " cannot be run; Node.js 18 or later is needed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Optional<String> next(BufferedReader lines) throws IOException {
        return Optional.ofNullable(lines.readLine());
    }
}
