package dev.parley.testkit;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every server that checks tokens keeps, the gateway and each service by itself: a table of bad tokens, each refused with 401, a
 * problem (RFC 9457) and a challenge (RFC 6750), and the same token without its fault accepted.
 */
public interface BadTokensContract {

    /** Whose tokens the server accepts. */
    TestIssuer issuer();

    /** Where the server listens. */
    URI server();

    /** Operations that need a token; a good one must get past the check, whatever comes after. */
    List<ProtectedOperation> operations();

    /** Called after each refusal, to look for what must not have happened. */
    default void afterRefusal(BadToken bad) {}

    @TestFactory
    default Stream<DynamicTest> aBadTokenIsRefused() {
        return BadTokens.of(issuer()).stream()
                .map(bad -> DynamicTest.dynamicTest(bad.name(),
                        () -> operations().forEach(operation -> assertRefused(operation, bad))));
    }

    @Test
    default void theSameTokenWithoutAFaultIsAccepted() {
        String byHand = issuer().draft(1).signed("SHA256withECDSAinP1363Format", issuer().privateKey());
        for (ProtectedOperation operation : operations()) {
            for (String token : List.of(issuer().token(1), byHand)) {
                assertThat(WireRequest.send(server(), operation, "Bearer " + token).status()).as("%s", operation)
                        .isNotIn(401, 503);
            }
        }
    }

    private void assertRefused(ProtectedOperation operation, BadToken bad) {
        WireRequest.Answer answer = WireRequest.send(server(), operation, bad.authorization());
        String what = operation + " with " + bad.name();
        assertThat(answer.status()).as(what).isEqualTo(401);
        assertThat(answer.header("Content-Type")).as(what).hasValue("application/problem+json");
        assertThat(answer.body()).as(what).contains("\"https://parley.dev/problems/unauthenticated\"");
        assertThat(answer.header("WWW-Authenticate")).as(what).hasValueSatisfying(challenge -> {
            assertThat(challenge).startsWith("Bearer realm=\"parley\"");
            if (bad.isSent()) {
                assertThat(challenge).contains("error=\"invalid_token\"");
            } else {
                assertThat(challenge).doesNotContain("error");
            }
        });
        afterRefusal(bad);
    }
}
