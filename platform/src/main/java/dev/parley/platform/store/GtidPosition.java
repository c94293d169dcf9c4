package dev.parley.platform.store;

import java.util.HashMap;
import java.util.Map;

/**
 * How far a MariaDB server is in the stream of transactions: the last sequence number of each replication domain
 * (<a href="https://mariadb.com/kb/en/gtid/">MariaDB GTID</a>, {@code domain-server-sequence}).
 */
record GtidPosition(Map<Long, Long> sequenceByDomain) {

    GtidPosition {
        sequenceByDomain = Map.copyOf(sequenceByDomain);
    }

    /** Reads {@code 0-1-100,1-2-7}; the empty text is the position before the first transaction. */
    static GtidPosition parse(String text) {
        Map<Long, Long> sequences = new HashMap<>();
        for (String gtid : text.split(",", -1)) {
            if (!gtid.isBlank()) {
                String[] parts = gtid.strip().split("-", -1);
                if (parts.length != 3) {
                    throw new IllegalArgumentException("not a GTID: " + gtid);
                }
                sequences.merge(Long.parseLong(parts[0]), Long.parseLong(parts[2]), Math::max);
            }
        }
        return new GtidPosition(sequences);
    }

    /** Whether a server at this position has all that a server at the other had. */
    boolean covers(GtidPosition other) {
        return other.sequenceByDomain.entrySet()
                .stream()
                .allMatch(domain -> sequenceByDomain.getOrDefault(domain.getKey(), 0L) >= domain.getValue());
    }
}
