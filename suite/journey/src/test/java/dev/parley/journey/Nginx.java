package dev.parley.journey;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import dev.parley.parts.process.ChildProcess;
import dev.parley.parts.process.FreePorts;
import dev.parley.parts.process.ProcessPlan;
import dev.parley.parts.process.Readiness;

/** Plain nginx as a yardstick: it keeps what is PUT under {@code /files/}, and is its own proxy under another port. */
final class Nginx implements AutoCloseable {

    private final URI direct = URI.create("http://127.0.0.1:" + FreePorts.next());
    private final URI proxied = URI.create("http://127.0.0.1:" + FreePorts.next());
    private final ChildProcess process;

    Nginx(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("www/files"));
        Files.createDirectories(folder.resolve("body"));
        Path configuration = folder.resolve("nginx.conf");
        Files.writeString(configuration, """
            %s
            daemon off; worker_processes 2; pid nginx.pid; error_log error.log;
            events { worker_connections 256; }
            http {
              access_log off; sendfile on; tcp_nopush on; client_max_body_size 0; client_body_temp_path body;
              proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
              server { listen 127.0.0.1:%d; root %s; location /files/ { dav_methods PUT DELETE; } }
              server {
                listen 127.0.0.1:%d;
                location / {
                  proxy_pass http://127.0.0.1:%d; proxy_http_version 1.1; proxy_request_buffering off;
                  proxy_max_temp_file_size 0; proxy_buffers 8 128k; proxy_buffer_size 128k;
                }
              }
            }
            """.formatted(System.getProperty("user.name").equals("root") ? "user root;" : "", direct.getPort(),
                folder.resolve("www"), proxied.getPort(), direct.getPort()));
        ProcessPlan plan = ProcessPlan.in(folder, "nginx",
                List.of("nginx", "-p", folder.toString(), "-c", configuration.toString()));
        process = ChildProcess.start(plan).awaitReady(Readiness.port(direct.getPort()), Duration.ofSeconds(20));
    }

    /** Where it answers itself. */
    URI direct() {
        return direct;
    }

    /** Where it passes requests on to itself. */
    URI proxied() {
        return proxied;
    }

    @Override
    public void close() {
        process.stop();
    }
}
