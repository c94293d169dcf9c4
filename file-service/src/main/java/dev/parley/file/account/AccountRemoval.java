package dev.parley.file.account;

import java.time.Instant;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import dev.parley.platform.id.Ids;

/** Removes all that a person had. Its transactions are small, whatever the size of the drive; done again, it changes nothing. */
@Component
public class AccountRemoval {

    private static final Logger LOG = LoggerFactory.getLogger(AccountRemoval.class);
    private static final int BATCH = 100;

    private final DeletedAccounts deleted;
    private final List<AccountPart> parts;

    AccountRemoval(DeletedAccounts deleted, List<AccountPart> parts) {
        this.deleted = deleted;
        this.parts = List.copyOf(parts);
    }

    /** The tombstone comes first: after it nothing is added, so that what is removed stays removed. */
    public void remove(long userId, Instant deletedAt) {
        deleted.add(userId, deletedAt);
        int removed = 0;
        for (AccountPart part : parts) {
            int some = part.removeSome(userId, BATCH);
            while (some > 0) {
                removed += some;
                some = part.removeSome(userId, BATCH);
            }
        }
        LOG.info("{} rows of the deleted account {} are removed", removed, Ids.format(userId));
    }
}
