package dev.parley.chat.channel;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

import dev.parley.chat.problem.ChatProblem;
import dev.parley.platform.id.Ids;
import dev.parley.platform.problem.ProblemException;

/** The people whom auth-service knows. */
@Component
public class People {

    private final RestClient auth;

    People(@Qualifier("serviceRestClientBuilder") RestClient.Builder builder) {
        this.auth = builder.clone().baseUrl("http://auth-service").build();
    }

    /**
     * Checks that somebody exists, in the name of the caller.
     *
     * @param authorization the caller's own Authorization header, passed on
     * @throws ProblemException {@code user-not-found}, or {@code users-unavailable} when auth-service does not answer
     */
    public void requireExists(long userId, String authorization) {
        HttpStatus status;
        try {
            status = auth.get().uri("/api/auth/users/{id}", Ids.format(userId))
                    .header(HttpHeaders.AUTHORIZATION, authorization)
                    .exchange((request, response) -> HttpStatus.resolve(response.getStatusCode().value()));
        } catch (RestClientException | IllegalStateException e) {
            throw new ProblemException(ChatProblem.USERS_UNAVAILABLE, "auth-service does not answer");
        }
        if (status == HttpStatus.NOT_FOUND) {
            throw notFound(userId);
        }
        if (status != HttpStatus.OK) {
            throw new ProblemException(ChatProblem.USERS_UNAVAILABLE, "auth-service could not tell");
        }
    }

    /** The one answer for somebody who never had an account and for one who has deleted it. */
    public static ProblemException notFound(long userId) {
        return new ProblemException(ChatProblem.USER_NOT_FOUND, "there is no user " + Ids.format(userId));
    }
}
