package dev.parley.chat.channel;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import dev.parley.platform.problem.ProblemException;

/**
 * Whose account is noted as deleted. Who writes rows of people writes them first and asks then, at READ COMMITTED: a deletion that is noted
 * later finds the rows.
 */
@Component
public class DeletedUsers {

    /** Index: primary key. */
    static final String AMONG = "SELECT user_id FROM deleted_users WHERE user_id IN (:users)";

    private final JdbcClient jdbc;

    public DeletedUsers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Those of these people whose account is deleted, by what the transaction of the caller sees. */
    public Set<Long> among(Collection<Long> userIds) {
        return userIds.isEmpty()
                ? Set.of()
                : new HashSet<>(jdbc.sql(AMONG).param("users", userIds).query(Long.class).list());
    }

    /**
     * Refuses when one of these people has deleted their account.
     *
     * @throws ProblemException {@code user-not-found}
     */
    public void refuse(Collection<Long> userIds) {
        among(userIds).stream().findFirst().ifPresent(deleted -> {
            throw People.notFound(deleted);
        });
    }
}
