package dev.parley.platform.problem;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/** Problem details for every error of a web application. */
@AutoConfiguration(beforeName = {"org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration",
    "org.springframework.boot.webflux.autoconfigure.error.ErrorWebFluxAutoConfiguration"}, afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
class ProblemAutoConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = Type.SERVLET)
    @Import({ServletProblemAdvice.class, ContainerErrors.class, BrokenAnswers.class})
    static class Servlet {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = Type.REACTIVE)
    static class Reactive {

        @Bean
        ReactiveProblemHandler reactiveProblemHandler(JsonMapper json) {
            return new ReactiveProblemHandler(json);
        }
    }
}
