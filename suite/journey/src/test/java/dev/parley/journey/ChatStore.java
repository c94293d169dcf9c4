package dev.parley.journey;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import dev.parley.parts.real.MariaDbPair;
import dev.parley.platform.id.Ids;

/** chat-service's tables in the primary, seen and filled past the service. */
final class ChatStore {

    private static final int PIECE = 50_000;

    private final String url;

    ChatStore(MariaDbPair mariaDb, String schema) {
        // The accounts of the tests are named after their schemas.
        this.url = mariaDb.primary().jdbcUrl(schema) + "?user=" + schema + "&password=" + schema + "-tests";
    }

    /**
     * Makes a channel longer by so many copies of its first message, with versions and client message ids of their own. Copies open like
     * the original, because bodies are bound to the channel and the message's id, which is copied too.
     */
    void fill(String channelId, int upTo) {
        long id = Ids.parse(channelId).orElseThrow();
        try (Connection connection = DriverManager.getConnection(url); Statement sql = connection.createStatement()) {
            for (int from = 2; from <= upTo; from += PIECE) {
                int to = Math.min(upTo, from + PIECE - 1);
                for (String table : List.of("messages", "message_ids")) {
                    sql.executeUpdate(copies(connection, table, from, to) + " WHERE t.channel_id = " + id
                            + " AND t.version = 1");
                }
            }
            sql.executeUpdate("UPDATE channels SET last_version = " + upTo
                    + (has(connection, "channels", "message_count") ? ", message_count = " + upTo : "")
                    + " WHERE id = " + id);
        } catch (SQLException e) {
            throw new IllegalStateException("The channel could not be filled", e);
        }
    }

    /** The whole stream of a channel, as it is on the primary. Contents are encrypted there, so they are left out. */
    List<Checker.Entry> stream(String channelId) {
        List<Checker.Entry> messages = entries("messages", channelId);
        List<Checker.Entry> ids = entries("message_ids", channelId);
        if (!messages.equals(ids)) {
            throw new AssertionError("messages are " + messages + " and their ids " + ids);
        }
        return messages;
    }

    private List<Checker.Entry> entries(String table, String channelId) {
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement query = connection
                        .prepareStatement("SELECT version, sender_id, client_message_id FROM "
                                + table + " WHERE channel_id = ? ORDER BY version")) {
            query.setLong(1, Ids.parse(channelId).orElseThrow());
            List<Checker.Entry> entries = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    entries.add(
                            new Checker.Entry(rows.getLong(1), Ids.format(rows.getLong(2)), rows.getString(3), ""));
                }
            }
            return entries;
        } catch (SQLException e) {
            throw new IllegalStateException("The store could not be read", e);
        }
    }

    private static String copies(Connection connection, String table, int from, int to) throws SQLException {
        List<String> columns = columns(connection, table);
        List<String> values = columns.stream().map(column -> switch (column) {
            case "version", "ordinal" -> "s.seq";
            case "client_message_id" -> "CONCAT('copy-', s.seq)";
            default -> "t." + column;
        }).toList();
        return "INSERT INTO " + table + " (" + String.join(", ", columns) + ") SELECT " + String.join(", ", values)
                + " FROM " + table + " t JOIN seq_" + from + "_to_" + to + " s";
    }

    private static boolean has(Connection connection, String table, String column) throws SQLException {
        return columns(connection, table).contains(column);
    }

    private static List<String> columns(Connection connection, String table) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("""
            SELECT column_name FROM information_schema.columns
            WHERE table_schema = DATABASE() AND table_name = ? ORDER BY ordinal_position""")) {
            query.setString(1, table);
            List<String> columns = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    columns.add(rows.getString(1));
                }
            }
            return columns;
        }
    }
}
