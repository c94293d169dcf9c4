package dev.parley.launcher;

import java.nio.file.Path;
import java.util.Map;

import dev.parley.launcher.home.CannotStartException;
import dev.parley.parts.process.FreePorts;

/**
 * How a suite is run.
 *
 * @param projectRoot the folder with the built modules in it
 * @param home the data directory; made when missing
 * @param gatewayPort on 127.0.0.1; 0 takes a free one
 */
public record SuiteSettings(Path projectRoot, Path home, int gatewayPort) {

    private static final int DEFAULT_PORT = 8080;

    public SuiteSettings {
        projectRoot = projectRoot.toAbsolutePath().normalize();
        home = home.toAbsolutePath().normalize();
        if (gatewayPort < 0 || gatewayPort > 65_535) {
            throw new IllegalArgumentException("gatewayPort must be 0 to 65535, not " + gatewayPort);
        }
    }

    /** On a free port, with its data in this folder. */
    public static SuiteSettings onFreePort(Path projectRoot, Path home) {
        return new SuiteSettings(projectRoot, home, 0);
    }

    /**
     * What the command does: {@code PARLEY_PORT} (8080) and {@code PARLEY_HOME} ({@code .parley} in the project).
     *
     * @throws CannotStartException when PARLEY_PORT is no port
     */
    static SuiteSettings of(Path projectRoot, Map<String, String> environment) {
        String port = environment.getOrDefault("PARLEY_PORT", "");
        String home = environment.getOrDefault("PARLEY_HOME", "");
        return new SuiteSettings(projectRoot, home.isBlank() ? projectRoot.resolve(".parley") : Path.of(home),
                port.isBlank() ? DEFAULT_PORT : parsePort(port));
    }

    /**
     * The port for the gateway, which nobody listens on now.
     *
     * @throws CannotStartException when the chosen one is taken
     */
    int takeGatewayPort() {
        if (gatewayPort == 0) {
            return FreePorts.next();
        }
        if (!FreePorts.isFree(gatewayPort)) {
            String reason = gatewayPort < 1024 ? "is taken, or only root may use it" : "is taken by another program";
            throw new CannotStartException(
                    "Port %d on 127.0.0.1 %s: choose another one, for example with PARLEY_PORT=%d make run."
                            .formatted(gatewayPort, reason, gatewayPort == 9090 ? 9091 : 9090));
        }
        return gatewayPort;
    }

    private static int parsePort(String text) {
        if (!text.strip().matches("[0-9]{1,5}") || Integer.parseInt(text.strip()) < 1
                || Integer.parseInt(text.strip()) > 65_535) {
            throw new CannotStartException("PARLEY_PORT must be a number from 1 to 65535, not \"" + text + "\".");
        }
        return Integer.parseInt(text.strip());
    }
}
