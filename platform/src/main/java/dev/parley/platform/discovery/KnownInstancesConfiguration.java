package dev.parley.platform.discovery;

import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplierBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** How the instances of each service are found; evaluated once for each service that is called. */
class KnownInstancesConfiguration {

    @Bean
    ServiceInstanceListSupplier knownInstances(ConfigurableApplicationContext context) {
        ServiceInstanceListSupplierBuilder builder = ServiceInstanceListSupplier.builder();
        boolean reactive = context.getBeanProvider(ReactiveDiscoveryClient.class).stream().findAny().isPresent();
        return (reactive ? builder.withDiscoveryClient() : builder.withBlockingDiscoveryClient())
                .with((services, discovery) -> new KnownInstances(discovery, System::nanoTime))
                .build(context);
    }
}
