package dev.parley.file.drive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What is in a folder, page by page: folders first, then files, each in the order that is asked for. A page begins after the last entry of
 * the page before, wherever that stands by now, so nothing is shown twice or left out because something else came or went. Read from the
 * primary: a list without one's newest file would be wrong in a way that nobody can see.
 */
@Repository
class Listing {

    private final JdbcClient jdbc;

    Listing(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Which folder, and in which order. */
    record Order(long folderId, Sort sort, boolean ascending) {}

    /** The entry after which a page begins. */
    record Position(EntryKind kind, String sortedBy, long id) {

        static Position of(UserFile entry, Sort sort) {
            return new Position(entry.kind(), sort.text(entry), entry.id());
        }
    }

    /** The next entries; from the beginning without a position. */
    List<UserFile> page(long ownerId, Order order, @Nullable Position after, int limit) {
        List<UserFile> found = new ArrayList<>();
        for (EntryKind kind : EntryKind.values()) {
            if (after == null || after.kind().compareTo(kind) <= 0) {
                Optional<Position> from = Optional.ofNullable(after).filter(position -> position.kind() == kind);
                found.addAll(read(ownerId, order, kind, from, limit - found.size()));
            }
            if (found.size() == limit) {
                break;
            }
        }
        return found;
    }

    private List<UserFile> read(long ownerId, Order order, EntryKind kind, Optional<Position> from, int limit) {
        JdbcClient.StatementSpec query = jdbc.sql(sql(order, from.isPresent())).param("owner", ownerId)
                .param("folder", order.folderId()).param("kind", kind.number()).param("limit", limit);
        from.ifPresent(position -> query.param("value", order.sort().value(position.sortedBy()))
                .param("id", position.id()));
        return query.query(EntryRows::read).list();
    }

    /** Index: the sort's own. The hint keeps the optimizer from another one, by which it would have to sort. */
    static String sql(Order order, boolean continued) {
        String column = "f." + order.sort().column();
        String beyond = order.ascending() ? ">" : "<";
        String direction = order.ascending() ? "ASC" : "DESC";
        String from = "AND (%s %s :value OR (%s = :value AND f.id %s :id))".formatted(column, beyond, column, beyond);
        return EntryRows.COLUMNS + """
            FROM user_files f FORCE INDEX (%s) LEFT JOIN unique_files u ON u.id = f.unique_file_id
            WHERE f.owner_id = :owner AND f.folder_id = :folder AND f.kind = :kind %s
            ORDER BY %s %s, f.id %s LIMIT :limit
            """.formatted(order.sort().index(), continued ? from : "", column, direction, direction);
    }
}
