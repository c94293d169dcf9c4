package dev.parley.hash.worker;

/** The queues of hash-service. Who sends a request needs only the first. */
final class HashQueues {

    /** Requests; any number of instances compete for them. */
    static final String REQUESTS = "hash.requests";

    /** Requests that failed and wait for their next attempt. */
    static final String RETRIES = "hash.requests.retries";

    /** Requests that nobody can answer, or that failed too often. Replay: move them back to {@link #REQUESTS}. */
    static final String PARKING = REQUESTS + ".parking";

    /** How many attempts have failed so far. Absent: none. */
    static final String ATTEMPTS_HEADER = "x-parley-attempts";

    /** When the next attempt is due: milliseconds since 1970. */
    static final String DUE_HEADER = "x-parley-due";

    /** Why the last attempt failed or the message was parked. */
    static final String REASON_HEADER = "x-parley-reason";

    private HashQueues() {}
}
