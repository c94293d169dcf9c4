package dev.parley.parts.real;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** An S3 service: Ceph's RADOS gateway over a cluster of one monitor and one object store daemon. */
public final class RadosGateway extends RealPart {

    private static final String VARIABLE_PREFIX = RealComponent.S3.variable();

    private final Access access;

    /** What a client needs, besides a bucket; path-style addresses. */
    public record Access(URI endpoint, String region, String accessKey, String secretKey) {}

    private RadosGateway(Access access, @Nullable OwnProcesses processes) {
        super(RealComponent.S3, processes);
        this.access = access;
    }

    static RadosGateway in(Path folder) {
        return RealComponent.S3.existing().map(RadosGateway::existing).orElseGet(() -> {
            CephCluster cluster = new CephCluster(folder);
            Access access = new Access(cluster.gateway(), "us-east-1", CephCluster.ACCESS_KEY, CephCluster.SECRET_KEY);
            return new RadosGateway(access, cluster.processes());
        });
    }

    private static RadosGateway existing(String endpoint) {
        String region = RealComponent.existing(VARIABLE_PREFIX + "_REGION").orElse("us-east-1");
        return new RadosGateway(
                new Access(URI.create(endpoint), region, required("_ACCESS_KEY"), required("_SECRET_KEY")), null);
    }

    private static String required(String suffix) {
        Optional<String> value = RealComponent.existing(VARIABLE_PREFIX + suffix);
        return value.orElseThrow(() -> new IllegalStateException(
                VARIABLE_PREFIX + " is set: " + VARIABLE_PREFIX + suffix + " is needed too"));
    }

    public Access access() {
        return access;
    }

    /** Makes the bucket when it is not there. */
    public void createBucket(String name) {
        S3Request.Answer answer = S3Request.of(access, "PUT", "/" + name).send(new byte[0]);
        if (answer.status() != 200 && answer.status() != 409) {
            throw new IllegalStateException(
                    "The bucket " + name + " cannot be made: " + answer.status() + " " + answer.text());
        }
    }
}
