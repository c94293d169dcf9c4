package dev.parley.file.staging;

import java.util.Collection;
import java.util.Set;

/**
 * What one feature has in the staging area on the way to becoming a content. Each feature that makes staged files says here which it still
 * needs, or they are collected as garbage. Contents themselves need not: theirs are known by their rows.
 */
public interface StagedKeys {

    /**
     * Those of these keys that are needed. Reads what is committed now, from the primary. A file may be there before its row: keys are only
     * asked for when their files were not written to for {@code parley.garbage.grace}. A key that is handed over to a content is said to be
     * needed until the transaction is committed that makes the content's row.
     */
    Set<String> inUse(Collection<String> keys);
}
