package dev.parley.auth.attempt;

import java.util.List;

/**
 * The Redis keys of one attempt. They begin with the same hash tag, so that a Redis Cluster keeps them on one node, as a
 * script needs.
 *
 * @param account counter of the account
 * @param accountAtAddress counter of the account at this address
 * @param known mark that the account is known at this address
 * @param address counter of the address
 */
record AttemptKeys(String account, String accountAtAddress, String known, String address) {

    private static final String PREFIX = "parley:{attempt}:";

    /** The keys for an account and an address of which nothing can be told from these texts. */
    static AttemptKeys of(String account, String address) {
        return new AttemptKeys(PREFIX + "account:" + account, PREFIX + "account-at:" + account + ":" + address,
                PREFIX + "known:" + account + ":" + address, PREFIX + "address:" + address);
    }

    /** In the order in which the script wants them. */
    List<String> inOrder() {
        return List.of(account, accountAtAddress, known, address);
    }
}
