package dev.parley.parts.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.parley.parts.process.FreePorts;
import dev.parley.parts.process.ProcessPlan;

/** A Consul server of one node, which keeps its catalogue when it is stopped or killed. */
public final class ConsulAgent extends RealPart {

    private static final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    /** A member whose value is a list: in Consul's listing that is a service with its tags. */
    private static final Pattern SERVICE = Pattern.compile("\"([^\"]+)\":\\s*\\[");

    private final URI url;

    private ConsulAgent(URI url, @Nullable OwnProcesses processes) {
        super(RealComponent.CONSUL, processes);
        this.url = url;
    }

    static ConsulAgent in(Path folder) {
        return RealComponent.CONSUL.existing().map(url -> new ConsulAgent(URI.create(url), null))
                .orElseGet(() -> own(folder));
    }

    private static ConsulAgent own(Path folder) {
        URI url = URI.create("http://127.0.0.1:" + FreePorts.next());
        Path configuration = folder.resolve("consul.hcl");
        ProcessPlan plan = ProcessPlan.in(folder, "consul",
                List.of(Programs.path("consul"), "agent", "-config-file=" + configuration));
        OwnProcesses processes = new OwnProcesses("Consul", new OwnProcesses.Step(() -> {
            Files.createDirectories(folder);
            Files.writeString(configuration, configuration(folder.resolve("data"), url.getPort()));
        }, plan, () -> get(url, "/v1/health/node/parley").contains("\"passing\"")));
        return new ConsulAgent(url, processes);
    }

    /** Where its HTTP API is. */
    public URI url() {
        return url;
    }

    /** Names of all services in the catalogue, healthy or not, Consul's own left out. */
    public Set<String> services() {
        Set<String> services = new TreeSet<>();
        Matcher matcher = SERVICE.matcher(get(url, "/v1/catalog/services"));
        while (matcher.find()) {
            services.add(matcher.group(1));
        }
        services.remove("consul");
        return services;
    }

    /** Whether at least one instance of the service passes all its checks. */
    public boolean isPassing(String service) {
        return get(url, "/v1/health/service/" + service + "?passing").contains("\"Service\"");
    }

    /** Elections last five times shorter than the default, which is meant for slow networks between servers. */
    private static String configuration(Path data, int httpPort) {
        return """
            server = true
            bootstrap_expect = 1
            node_name = "parley"
            data_dir = "%s"
            bind_addr = "127.0.0.1"
            client_addr = "127.0.0.1"
            ports { http = %d, server = %d, serf_lan = %d, serf_wan = -1, dns = -1, grpc = -1 }
            performance { raft_multiplier = 1 }
            leave_on_terminate = false
            disable_update_check = true
            """.formatted(data, httpPort, FreePorts.next(), FreePorts.next());
    }

    private static String get(URI url, String path) {
        HttpRequest request = HttpRequest.newBuilder(url.resolve(path)).timeout(Duration.ofSeconds(5)).build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException(
                        "Consul answers " + response.statusCode() + " to " + path + ": " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
