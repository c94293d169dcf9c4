package dev.parley.chat.channel;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
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

    /** So many questions at once: more would only wait at auth-service. */
    private static final int AT_ONCE = 16;

    private final RestClient auth;
    private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();
    /** Who was there a moment ago. Who is gone since is refused by the note of it in the store. */
    private final Cache<Long, Boolean> lately = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofMinutes(10))
            .maximumSize(100_000)
            .build();

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
        if (!exists(userId, authorization)) {
            throw notFound(userId);
        }
    }

    /**
     * Those of these people who exist, in the name of the caller.
     *
     * @throws ProblemException {@code users-unavailable} when auth-service does not answer for one of them
     */
    Set<Long> existing(Collection<Long> userIds, String authorization) {
        Set<Long> existing = ConcurrentHashMap.newKeySet();
        Semaphore free = new Semaphore(AT_ONCE);
        List<CompletableFuture<Void>> questions = userIds.stream().map(userId -> CompletableFuture.runAsync(() -> {
            free.acquireUninterruptibly();
            try {
                if (lately.getIfPresent(userId) != null || exists(userId, authorization)) {
                    existing.add(userId);
                }
            } finally {
                free.release();
            }
        }, threads)).toList();
        try {
            CompletableFuture.allOf(questions.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ProblemException problem) {
                throw problem;
            }
            throw e;
        }
        return existing;
    }

    private boolean exists(long userId, String authorization) {
        HttpStatus status;
        try {
            status = auth.get().uri("/api/auth/users/{id}", Ids.format(userId))
                    .header(HttpHeaders.AUTHORIZATION, authorization)
                    .exchange((request, response) -> HttpStatus.resolve(response.getStatusCode().value()));
        } catch (RestClientException | IllegalStateException e) {
            throw new ProblemException(ChatProblem.USERS_UNAVAILABLE, "auth-service does not answer");
        }
        if (status == HttpStatus.OK) {
            lately.put(userId, true);
        } else if (status != HttpStatus.NOT_FOUND) {
            throw new ProblemException(ChatProblem.USERS_UNAVAILABLE, "auth-service could not tell");
        }
        return status == HttpStatus.OK;
    }

    /** The one answer for somebody who never had an account and for one who has deleted it. */
    public static ProblemException notFound(long userId) {
        return new ProblemException(ChatProblem.USER_NOT_FOUND, "there is no user " + Ids.format(userId));
    }
}
