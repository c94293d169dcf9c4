package dev.parley.journey;

import java.net.http.HttpResponse;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** That the suite stands: every service ready, and only the gateway's own routes open to the world. */
interface SuiteContract {

    RunningSuite suite();

    @Test
    default void everyServiceIsReady() {
        for (String name : RunningSuite.SERVICES) {
            assertThat(suite().service(name).isRunning()).as(name).isTrue();
            HttpResponse<byte[]> answer = Api.stranger(suite().service(name).url()).get("/actuator/health/readiness");
            assertThat(answer.statusCode()).as(name).isEqualTo(200);
        }
    }

    @Test
    default void theGatewayReachesAServiceByItsName() {
        assertThat(Api.stranger(suite().gateway()).get("/api/auth/.well-known/jwks.json").statusCode()).isEqualTo(200);
    }
}
