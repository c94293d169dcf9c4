package dev.parley.gateway.route;

import org.springframework.cloud.gateway.config.HttpClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class HttpClientConfiguration {

    /**
     * The time-out runs only once the whole request is sent, and anew with each part of the answer: it limits silence, not
     * size. The client would send a request a second time when a kept connection turns out to be closed; a POST must not be.
     */
    @Bean
    HttpClientCustomizer patience(RouteSettings settings) {
        return client -> client.responseTimeout(settings.silence()).disableRetry(true);
    }
}
