package dev.parley.chat.contact;

import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import dev.parley.chat.channel.DeletedUsers;

/** What people have chosen, in the store; read from the primary. */
@Component
class UserSettings {

    /** Index: primary key. */
    static final String READ = "SELECT who_may_write FROM user_settings WHERE user_id = :user";

    private final JdbcClient jdbc;
    private final DeletedUsers deletedUsers;
    private final TransactionTemplate transaction;

    UserSettings(JdbcClient jdbc, DeletedUsers deletedUsers, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.deletedUsers = deletedUsers;
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
    }

    WhoMayWrite whoMayWrite(long userId) {
        return jdbc.sql(READ).param("user", userId)
                .query((row, n) -> WhoMayWrite.of(row.getInt(1)))
                .optional()
                .orElse(WhoMayWrite.EVERYONE);
    }

    /**
     * Notes the choice.
     *
     * @throws dev.parley.platform.problem.ProblemException {@code user-not-found} when the account is deleted
     */
    void choose(long userId, WhoMayWrite choice) {
        transaction.executeWithoutResult(status -> {
            jdbc.sql("""
                INSERT INTO user_settings (user_id, who_may_write) VALUES (:user, :choice)
                ON DUPLICATE KEY UPDATE who_may_write = :choice""")
                    .param("user", userId)
                    .param("choice", choice.code())
                    .update();
            // After the row is there: a deletion that is noted later finds it.
            deletedUsers.refuse(List.of(userId));
        });
    }

    void remove(long userId) {
        jdbc.sql("DELETE FROM user_settings WHERE user_id = ?").param(userId).update();
    }
}
