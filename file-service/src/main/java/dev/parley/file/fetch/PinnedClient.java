package dev.parley.file.fetch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * One GET to a vetted address. The connection goes to one of the addresses that were vetted and to no other, while the name stays what the
 * certificate must be for. Follows nothing, keeps no cookies, unpacks nothing, uses no proxy, and reads headers only up to a limit of
 * size, number and time.
 */
final class PinnedClient {

    private static final int LONGEST_LINE = 8 * 1024;
    private static final int MOST_HEADERS = 100;
    private static final int BUFFER = 64 * 1024;

    private final FetchSettings settings;
    private final TlsSocketStrategy tls;
    private final ManagedHttpClientConnectionFactory connections;
    /** Socket time-outs are for one read each; a server that sends a byte now and then would never meet one. */
    private final ScheduledThreadPoolExecutor watchdog;

    PinnedClient(FetchSettings settings, SSLContext trust) {
        this.settings = settings;
        this.tls = new DefaultClientTlsStrategy(trust);
        this.connections = ManagedHttpClientConnectionFactory.builder().http1Config(Http1Config.custom()
                .setMaxLineLength(LONGEST_LINE).setMaxHeaderCount(MOST_HEADERS).setBufferSize(BUFFER).build()).build();
        this.watchdog = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("fetch-watchdog")
                .factory());
        this.watchdog.setRemoveOnCancelPolicy(true);
    }

    /** Sends the request and waits for the end of the answer's headers. */
    ServerAnswer get(AddressPolicy.Vetted vetted, Map<String, String> headers, StopSignal signal)
            throws FetchFailedException, StopSignal.StoppedException {
        FetchUrl url = vetted.url();
        HttpGet request = new HttpGet(url.toString());
        headers.forEach(request::setHeader);
        request.setHeader("Accept", "*/*");
        request.setHeader("Accept-Encoding", "identity");
        CloseableHttpClient client = clientFor(vetted);
        AtomicBoolean late = new AtomicBoolean();
        long limit = settings.connectTimeout().plus(settings.answerTimeout()).toMillis();
        ScheduledFuture<?> tooLate = watchdog.schedule(() -> {
            late.set(true);
            request.cancel();
        }, limit, TimeUnit.MILLISECONDS);
        boolean answered = false;
        try {
            signal.attach(request::cancel);
            ClassicHttpResponse response = client.executeOpen(
                    new HttpHost(url.scheme(), url.host().text(), url.port()), request, null);
            answered = true;
            return new ServerAnswer(url, response, request, client);
        } catch (IOException | RuntimeException failure) {
            signal.check();
            throw reason(failure, late.get());
        } finally {
            tooLate.cancel(false);
            if (!answered) {
                ServerAnswer.close(request, client);
            }
        }
    }

    private CloseableHttpClient clientFor(AddressPolicy.Vetted vetted) {
        BasicHttpClientConnectionManager manager = BasicHttpClientConnectionManager.create(null, pinned(vetted),
                RegistryBuilder.<TlsSocketStrategy>create().register("https", tls).build(), connections);
        Timeout connect = Timeout.of(settings.connectTimeout());
        manager.setConnectionConfig(ConnectionConfig.custom().setConnectTimeout(connect)
                .setSocketTimeout(Timeout.of(settings.stallTimeout())).build());
        manager.setSocketConfig(SocketConfig.custom().setSoTimeout(connect).setTcpNoDelay(true).build());
        RequestConfig requests = RequestConfig.custom().setResponseTimeout(Timeout.of(settings.answerTimeout()))
                .setAuthenticationEnabled(false).setRedirectsEnabled(false).setProtocolUpgradeEnabled(false).build();
        return HttpClientBuilder.create().setConnectionManager(manager).setDefaultRequestConfig(requests)
                .setRoutePlanner(new DefaultRoutePlanner(null)).disableRedirectHandling().disableCookieManagement()
                .setRequestExecutor(new StallWatch()).disableAuthCaching().disableContentCompression()
                .disableAutomaticRetries()
                .setUserAgent("Parley-Fetch/1").build();
    }

    /** The library waits for the body as long as it waits for the answer; from the end of the headers on another limit counts. */
    private final class StallWatch extends HttpRequestExecutor {

        @Override
        public ClassicHttpResponse execute(ClassicHttpRequest request, HttpClientConnection connection,
                @Nullable HttpResponseInformationCallback interim, HttpContext context)
                throws IOException, HttpException {
            ClassicHttpResponse response = super.execute(request, connection, interim, context);
            connection.setSocketTimeout(Timeout.of(settings.stallTimeout()));
            return response;
        }
    }

    /** The only name that is known is the one that was vetted, and it means what it meant then. */
    private static DnsResolver pinned(AddressPolicy.Vetted vetted) {
        return new DnsResolver() {

            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                if (!host.equals(vetted.url().host().text())) {
                    throw new UnknownHostException(host);
                }
                return vetted.addresses().toArray(InetAddress[]::new);
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
    }

    private static FetchFailedException reason(Exception failure, boolean late) {
        Throwable cause = failure instanceof RuntimeException && failure.getCause() != null
                ? failure.getCause()
                : failure;
        if (late || cause instanceof java.net.SocketTimeoutException
                && !(cause instanceof org.apache.hc.client5.http.ConnectTimeoutException)) {
            return new FetchFailedException(Trouble.TIMED_OUT, "the server did not answer in time");
        }
        // A handshake that the server left has the break as its cause: that may pass, a certificate does not get better.
        if (cause instanceof SSLException && !(cause.getCause() instanceof IOException)) {
            return new FetchFailedException(Trouble.TLS_FAILED,
                    "there is no secure connection with a server that has a valid certificate for this name");
        }
        if (cause instanceof java.net.ConnectException || cause instanceof java.net.NoRouteToHostException
                || cause instanceof org.apache.hc.client5.http.ConnectTimeoutException) {
            return new FetchFailedException(Trouble.CONNECT_FAILED, "the server cannot be reached");
        }
        if (cause.getCause() instanceof HttpException || cause instanceof HttpException
                || cause instanceof org.apache.hc.core5.http.MessageConstraintException
                || failure instanceof RuntimeException) {
            return new FetchFailedException(Trouble.BAD_ANSWER, "what the server answered is not valid HTTP");
        }
        return new FetchFailedException(Trouble.BROKEN_OFF, "the connection broke before there was an answer");
    }
}
