package dev.parley.platform.discovery;

import java.net.http.HttpClient;
import java.time.Duration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.cloud.loadbalancer.annotation.LoadBalancerClients;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/** Calls from service to service by name, such as {@code http://auth-service/internal/session}. */
@AutoConfiguration(beforeName = "org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration")
@LoadBalancerClients(defaultConfiguration = KnownInstancesConfiguration.class)
public class DiscoveryAutoConfiguration {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(5);

    /**
     * A builder whose clients take the host of a URI for a service name. Connecting may take one second, the answer's headers
     * five. Redirects are not followed: a service that answers with one is not what it seems.
     */
    @Bean
    @LoadBalanced
    @ConditionalOnMissingBean(name = "serviceRestClientBuilder")
    RestClient.Builder serviceRestClientBuilder() {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        JdkClientHttpRequestFactory factory = new JdkClientHttpRequestFactory(client);
        factory.setReadTimeout(READ_TIMEOUT);
        return RestClient.builder().requestFactory(factory);
    }
}
