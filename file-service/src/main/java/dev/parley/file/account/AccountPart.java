package dev.parley.file.account;

/** What one feature keeps for a person. Whoever adds to it asks {@link DeletedAccounts#refuse} before the commit. */
public interface AccountPart {

    /**
     * Removes some of what there is for a person whose tombstone stands, in one transaction. Waits for transactions that are adding to
     * it at this moment. May run again after a crash, and on two nodes at once.
     *
     * @param limit how many at most
     * @return how many were removed; 0 when nothing is left
     */
    int removeSome(long userId, int limit);
}
