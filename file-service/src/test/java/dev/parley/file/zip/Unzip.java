package dev.parley.file.zip;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/** A second opinion on zips, where unzip is installed. */
final class Unzip {

    private Unzip() {}

    /** Has unzip test all of a zip. */
    static void test(Path zip) throws IOException, InterruptedException {
        Process unzip;
        try {
            unzip = new ProcessBuilder("unzip", "-tqq", zip.toString()).redirectErrorStream(true).start();
        } catch (IOException notInstalled) {
            return;
        }
        String said = new String(unzip.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(unzip.waitFor()).as(said).isZero();
    }
}
