package dev.parley.file.upload;

import java.util.Collection;
import java.util.Map;

/**
 * Numbers the requests for a lease, so that all nodes agree which is the newest, and tells the nodes about them. Only the order and the
 * speed of a hand-over hang on it; that two nodes never write at once is the business of the staging area's locks.
 */
interface LeaseNumbers {

    /** Told on each node of numbers that were given on any node; may miss some, and may be told some twice. */
    @FunctionalInterface
    interface Listener {
        void raised(long uploadId, long number);
    }

    /** Gives the next number of an upload, higher than all before, and tells it to all nodes. */
    long raise(long uploadId);

    /** Tells a number again, by all ways there are, since a holder does not seem to have heard of it. */
    void repeat(long uploadId, long number);

    /** The highest numbers that {@link #repeat} has told of these uploads. */
    Map<Long, Long> told(Collection<Long> uploadIds);

    /** Has the listener told from now on. */
    void listen(Listener listener);
}
