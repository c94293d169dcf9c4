package dev.parley.journey;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import dev.parley.parts.real.NeedsReal;
import dev.parley.parts.real.RealComponent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two nodes of file-service behind the gateway, on real components, and files of 2 GiB: the gateway gives each request to one node or the
 * other, so the parts of an upload alternate.
 */
@Tag("drill")
@NeedsReal({RealComponent.MARIADB, RealComponent.RABBITMQ, RealComponent.REDIS, RealComponent.CONSUL, RealComponent.S3})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UploadDrillIT implements UploadContract {

    private static final List<String> NODES = List.of("file-service", "file-service-2");

    private RealSuite suite;

    @BeforeAll
    void start() {
        suite = RealSuite.start(
                List.of("auth-service", "hash-service", NODES.getFirst(), NODES.getLast(), "gateway"),
                name -> Map.of());
    }

    @AfterAll
    void stop() {
        if (suite != null) {
            suite.close();
        }
    }

    @Test
    void bothNodesTakePartsOfOneUpload(@TempDir Path folder) throws IOException {
        Map<String, Long> before = patchesByNode();
        Upload upload = new Upload(gateway(), folder, 100L << 20);

        upload.arrivesWhole(upload.send("--chunk", Integer.toString(2 << 20)));

        Map<String, Long> after = patchesByNode();
        assertThat(NODES).allSatisfy(node -> assertThat(after.get(node)).isGreaterThan(before.get(node)));
    }

    private Map<String, Long> patchesByNode() {
        return NODES.stream().collect(Collectors.toMap(Function.identity(), node -> {
            String metrics = new String(Api.stranger(suite.service(node).url()).get("/actuator/prometheus").body(),
                    StandardCharsets.UTF_8);
            return metrics.lines().filter(line -> line.startsWith("http_server_requests_seconds_count")
                    && line.contains("method=\"PATCH\"")).mapToLong(
                            line -> (long) Double.parseDouble(
                                    line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }));
    }

    @Override
    public RunningSuite suite() {
        return suite;
    }

    @Override
    public URI gateway() {
        return suite.gateway();
    }

    @Override
    public long uploadSize() {
        return 2L << 30;
    }
}
