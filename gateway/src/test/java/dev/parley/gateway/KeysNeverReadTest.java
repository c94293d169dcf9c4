package dev.parley.gateway;

import java.net.http.HttpResponse;

import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/** A gateway that has never reached auth-service: it lets nobody in, and says that this is not the client's fault. */
@TestPropertySource(properties = "parley.identity.jwks-uri=http://nowhere/jwks.json")
class KeysNeverReadTest extends GatewayTest {

    @Test
    void noTokenCanBeCheckedAndTheClientIsToldToComeAgain() {
        HttpResponse<String> refused = send(signedIn(CHANNELS));
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(problem(refused).at("/code").asString()).isEqualTo("unavailable");
        assertThat(problem(refused).at("/retryable").asBoolean()).isTrue();
        assertThat(chat.seen()).isEmpty();
    }

    @Test
    void noTokenIsStillNoToken() {
        assertThat(status(request(CHANNELS))).isEqualTo(401);
    }
}
