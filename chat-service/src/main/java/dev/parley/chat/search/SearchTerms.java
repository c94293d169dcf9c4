package dev.parley.chat.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which terms are in which messages. Methods block, and throw as JDBC does; those that write belong into the caller's transaction. */
@Component
class SearchTerms {

    /** Index: primary key; never reads more than the limit. */
    static final String FREQUENCY = """
        SELECT COUNT(*) FROM (SELECT 1 FROM search_terms FORCE INDEX (PRIMARY)
        WHERE channel_id = ? AND term = ? AND version < ? LIMIT %d) some""";

    /** Index: search_terms_by_version. */
    static final String REMOVE = "DELETE FROM search_terms WHERE channel_id = :channel AND version IN (:versions)";

    /** Index: search_terms_by_version. */
    static final String REMOVE_BELOW = """
        DELETE FROM search_terms WHERE channel_id = :channel AND version < :version LIMIT :limit""";

    private static final int ENOUGH = 1000;
    private static final int CHUNK = 5000;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    SearchTerms(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    void add(long channelId, Map<Long, ? extends Collection<Long>> termsByVersion) {
        List<Object[]> rows = new ArrayList<>();
        termsByVersion
                .forEach((version, terms) -> terms.forEach(term -> rows.add(new Object[]{channelId, term, version})));
        for (int from = 0; from < rows.size(); from += CHUNK) {
            batches.batchUpdate("INSERT IGNORE INTO search_terms (channel_id, term, version) VALUES (?, ?, ?)",
                    rows.subList(from, Math.min(rows.size(), from + CHUNK)));
        }
    }

    void remove(long channelId, Collection<Long> versions) {
        if (!versions.isEmpty()) {
            jdbc.sql(REMOVE).param("channel", channelId).param("versions", versions).update();
        }
    }

    int removeBelow(long channelId, long version, int limit) {
        return jdbc.sql(REMOVE_BELOW).param("channel", channelId).param("version", version).param("limit", limit)
                .update();
    }

    /** The same terms, the rarest below that version first. Counts each up to a bound only. */
    List<Long> rarestFirst(long channelId, List<Long> terms, long before) {
        if (terms.size() < 2) {
            return terms;
        }
        String sql = String.join(" UNION ALL ", Collections.nCopies(terms.size(), FREQUENCY.formatted(ENOUGH)));
        List<Object> parameters = new ArrayList<>();
        terms.forEach(term -> Collections.addAll(parameters, channelId, term, before));
        List<Integer> counts = jdbc.sql(sql).params(parameters).query((row, n) -> row.getInt(1)).list();
        Map<Long, Integer> frequencies = new HashMap<>();
        for (int i = 0; i < terms.size(); i++) {
            frequencies.put(terms.get(i), counts.get(i));
        }
        return terms.stream().sorted(Comparator.comparing(frequencies::get)).toList();
    }

    /** A version that has the first term, and whether it has the others too. */
    record Candidate(long version, boolean hasAll) {}

    /** The newest versions below {@code before} that have the first term, as many as the window takes. */
    List<Candidate> candidates(long channelId, List<Long> terms, long before, int window) {
        List<Object> parameters = new ArrayList<>(List.of(channelId, terms.getFirst(), before, window));
        terms.stream().skip(1).forEach(term -> Collections.addAll(parameters, channelId, term));
        return jdbc.sql(candidatesSql(terms.size())).params(parameters)
                .query((row, n) -> new Candidate(row.getLong(1), row.getBoolean(2)))
                .list();
    }

    /**
     * Index: primary key, descending, for the first term; one look-up by primary key for each other term and version of the window.
     *
     * @param terms how many terms there are
     */
    static String candidatesSql(int terms) {
        StringBuilder hasAll = new StringBuilder("TRUE");
        StringBuilder joins = new StringBuilder();
        for (int i = 2; i <= terms; i++) {
            hasAll.append(" AND t").append(i).append(".version IS NOT NULL");
            joins.append(
                    " LEFT JOIN search_terms t%1$d ON t%1$d.channel_id = ? AND t%1$d.term = ? AND t%1$d.version = w.version"
                            .formatted(i));
        }
        return """
            SELECT w.version, %s
            FROM (SELECT version FROM search_terms FORCE INDEX (PRIMARY)
                  WHERE channel_id = ? AND term = ? AND version < ?
                  ORDER BY version DESC LIMIT ?) w%s
            ORDER BY w.version DESC""".formatted(hasAll, joins);
    }
}
