package dev.parley.file.drive;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import dev.parley.file.account.AccountPart;

/** A drive: its files, and the contents that nobody else has. */
@Component
class DriveRemoval implements AccountPart {

    private final UserFiles files;
    private final UnreferencedContents contents;
    private final TransactionTemplate transaction;

    DriveRemoval(UserFiles files, UnreferencedContents contents, PlatformTransactionManager transactions) {
        this.files = files;
        this.contents = contents;
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
    }

    /** An answer of hash-service for one of these files locks in the other order, content first: then one of the two is repeated. */
    @Override
    public int removeSome(long userId, int limit) {
        List<Long> removed = new ArrayList<>();
        Contention.retry(() -> {
            removed.clear();
            removed.addAll(Objects.requireNonNull(transaction.execute(status -> removeFiles(userId, limit))));
        });
        return removed.size();
    }

    private List<Long> removeFiles(long userId, int limit) {
        List<UserFiles.Reference> some = files.lockSome(userId, limit);
        List<Long> ids = some.stream().map(UserFiles.Reference::fileId).toList();
        if (!ids.isEmpty()) {
            files.remove(ids);
            contents.remove(some.stream().map(UserFiles.Reference::contentId).filter(OptionalLong::isPresent)
                    .map(OptionalLong::getAsLong).toList());
        }
        return ids;
    }
}
