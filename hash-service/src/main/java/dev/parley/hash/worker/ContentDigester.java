package dev.parley.hash.worker;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.LoadBalancerClient;
import org.springframework.stereotype.Component;

import dev.parley.hash.digest.DigestAlgorithm;
import dev.parley.hash.digest.Digests;
import dev.parley.hash.worker.HashOutcome.Computed;
import dev.parley.hash.worker.HashOutcome.Reason;
import dev.parley.hash.worker.HashOutcome.Refused;
import dev.parley.hash.worker.HashOutcome.Unavailable;

/**
 * Reads the content of a request from an instance of the service that its URL names and computes the digests on the way.
 *
 * <p>Only services on the allow-list are asked and redirects are not followed, so that a message cannot make this
 * process fetch from anywhere else. The blocking {@link HttpURLConnection} is used because its time-out is for each read:
 * a stalled sender is noticed however long the whole content takes.
 */
@Component
class ContentDigester {

    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_EARLY = 425;
    private static final int TOO_MANY_REQUESTS = 429;

    private final LoadBalancerClient loadBalancer;
    private final WorkerSettings settings;

    ContentDigester(LoadBalancerClient loadBalancer, WorkerSettings settings) {
        this.loadBalancer = loadBalancer;
        this.settings = settings;
    }

    HashOutcome digest(HashRequest request) {
        Set<DigestAlgorithm> algorithms = EnumSet.noneOf(DigestAlgorithm.class);
        for (String name : request.algorithms()) {
            Optional<DigestAlgorithm> algorithm = DigestAlgorithm.ofWireName(name);
            if (algorithm.isEmpty()) {
                return new Refused(Reason.UNKNOWN_ALGORITHM,
                        "Known algorithms: " + String.join(", ", DigestAlgorithm.wireNames()));
            }
            algorithms.add(algorithm.get());
        }
        URI url = request.contentUrl();
        if (!isAllowed(url)) {
            return new Refused(Reason.CONTENT_URL_REFUSED, "Contents are read from known services over http only");
        }
        ServiceInstance instance = loadBalancer.choose(url.getHost());
        if (instance == null) {
            return new Unavailable("no instance of " + url.getHost() + " is known");
        }
        try {
            return read(loadBalancer.reconstructURI(instance, url), algorithms, request.size());
        } catch (IOException failed) {
            return new Unavailable(url.getHost() + ": " + failed);
        }
    }

    private boolean isAllowed(URI url) {
        return "http".equals(url.getScheme()) && url.getHost() != null && url.getPort() == -1
                && url.getRawUserInfo() == null && settings.contentHosts().contains(url.getHost());
    }

    private HashOutcome read(URI resolved, Set<DigestAlgorithm> algorithms, long size) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) resolved.toURL().openConnection();
        connection.setConnectTimeout((int) settings.connectTimeout().toMillis());
        connection.setReadTimeout((int) settings.stallTimeout().toMillis());
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        boolean wholeBodyRead = false;
        try {
            int status = connection.getResponseCode();
            if (status != HttpURLConnection.HTTP_OK) {
                return refusal(status);
            }
            long announced = connection.getContentLengthLong();
            if (announced >= 0 && announced != size) {
                return mismatch(size, announced);
            }
            try (InputStream body = connection.getInputStream()) {
                Digests digests = Digests.of(new TimedStream(body, settings.timeLimit()), algorithms, size);
                wholeBodyRead = digests.size() == size;
                if (digests.size() < announced) {
                    return new Unavailable("the content broke off after " + digests.size() + " bytes");
                }
                return wholeBodyRead ? new Computed(digests) : mismatch(size, digests.size());
            }
        } finally {
            if (!wholeBodyRead) {
                // Else closing would read on to the end, to keep the connection for another request.
                connection.disconnect();
            }
        }
    }

    private static HashOutcome refusal(int status) {
        if (status == HttpURLConnection.HTTP_NOT_FOUND || status == HttpURLConnection.HTTP_GONE) {
            return new Refused(Reason.CONTENT_NOT_FOUND, "The content host answered " + status);
        }
        boolean passing = status >= HttpURLConnection.HTTP_INTERNAL_ERROR || status == REQUEST_TIMEOUT
                || status == TOO_EARLY || status == TOO_MANY_REQUESTS || status < HttpURLConnection.HTTP_OK;
        return passing
                ? new Unavailable("the content host answered " + status)
                : new Refused(Reason.CONTENT_REFUSED, "The content host answered " + status);
    }

    private static Refused mismatch(long declared, long actual) {
        return new Refused(Reason.SIZE_MISMATCH, "Announced " + declared + " bytes, found "
                + (actual > declared ? "more" : actual));
    }
}
