package dev.parley.file.fetch;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import dev.parley.file.drive.Contention;

/**
 * Transactions about one person's jobs. Each first takes the lock of that person, so that what is counted stays true until the commit, and
 * the limit of jobs that run at once holds over all nodes. Isolation is READ COMMITTED.
 */
@Component
class FetchTransactions {

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    FetchTransactions(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
    }

    /** For somebody who may not have had a job before. */
    <T> T ofNewOwner(long ownerId, Supplier<T> work) {
        return retry(() -> {
            jdbc.sql("INSERT INTO fetch_owners (owner_id) VALUES (:owner) ON DUPLICATE KEY UPDATE owner_id = owner_id")
                    .param("owner", ownerId).update();
            return work.get();
        });
    }

    /** For somebody who has jobs, or has had. */
    <T> T of(long ownerId, Supplier<T> work) {
        return retry(() -> {
            jdbc.sql("SELECT owner_id FROM fetch_owners WHERE owner_id = :owner FOR UPDATE").param("owner", ownerId)
                    .query(Long.class).optional();
            return work.get();
        });
    }

    private <T> T retry(Supplier<T> work) {
        AtomicReference<@Nullable T> result = new AtomicReference<>();
        Contention.retry(() -> result.set(transaction.execute(status -> work.get())));
        return Objects.requireNonNull(result.get());
    }
}
