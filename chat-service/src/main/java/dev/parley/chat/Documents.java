package dev.parley.chat;

import java.util.Map;

import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.config.ResourceHandlerRegistry;
import org.springframework.web.reactive.config.WebFluxConfigurer;

/** Serves the OpenAPI and AsyncAPI documents with the media type of YAML (RFC 9512), which the server does not know by itself. */
@Configuration(proxyBeanMethods = false)
class Documents implements WebFluxConfigurer {

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/api/chat/*.yaml")
                .addResourceLocations("classpath:/static/api/chat/")
                .setMediaTypes(Map.of("yaml", MediaType.APPLICATION_YAML));
    }
}
