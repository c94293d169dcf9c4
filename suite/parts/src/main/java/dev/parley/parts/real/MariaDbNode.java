package dev.parley.parts.real;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.parley.parts.process.ChildProcess;
import dev.parley.parts.process.FreePorts;
import dev.parley.parts.process.ProcessPlan;

/** One MariaDB server, with GTID and a binary log; the administrator's view of it. */
public final class MariaDbNode extends RealPart {

    private final Address address;

    /**
     * How the administrator connects.
     *
     * @param hostAndPort {@code 127.0.0.1:3306}
     * @param parameters of the JDBC URL, with user and password, without the question mark
     */
    private record Address(String hostAndPort, String parameters) {

        /** @param url {@code jdbc:mariadb://host:port/?user=root&password=…} */
        static Address of(String variable, String url) {
            String prefix = "jdbc:mariadb://";
            int path = url.indexOf("/?", prefix.length());
            if (!url.startsWith(prefix) || path < 0) {
                throw new IllegalArgumentException(variable + " must read jdbc:mariadb://host:port/?user=…&password=…");
            }
            return new Address(url.substring(prefix.length(), path), url.substring(path + 2));
        }

        String adminUrl() {
            return "jdbc:mariadb://" + hostAndPort + "/?" + parameters;
        }
    }

    private MariaDbNode(Address address, @Nullable OwnProcesses processes) {
        super(RealComponent.MARIADB, processes);
        this.address = address;
    }

    static MariaDbNode existing(String variable, String url) {
        return new MariaDbNode(Address.of(variable, url), null);
    }

    /**
     * @param role its name, in messages and of its log
     * @param serverId different for each server of a set
     */
    static MariaDbNode own(Path folder, String role, int serverId, String... options) {
        int port = FreePorts.next();
        Address address = new Address("127.0.0.1:" + port, "user=root&password=");
        Path data = folder.resolve("data");
        // Not /tmp: a server that starts removes the temporary tables it finds there, of other servers too.
        Path temporary = folder.resolve("tmp");
        ProcessPlan install = ProcessPlan.in(folder, role + "-install",
                command("mariadb-install-db", "--datadir=" + data,
                        "--tmpdir=" + temporary, "--auth-root-authentication-method=normal", "--skip-test-db"));
        List<String> start = new ArrayList<>(command("mariadbd", "--datadir=" + data, "--tmpdir=" + temporary,
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--socket=mariadb.sock", "--pid-file=" + folder.resolve("server.txt"), "--server-id=" + serverId,
                "--log-bin=binlog", "--log-slave-updates", "--gtid-strict-mode=1", "--sync-binlog=1",
                "--innodb-flush-log-at-trx-commit=1", "--innodb-buffer-pool-size=64M", "--skip-name-resolve",
                "--character-set-server=utf8mb4", "--collation-server=utf8mb4_uca1400_ai_ci"));
        start.addAll(List.of(options));
        OwnProcesses processes = new OwnProcesses("MariaDB " + role, new OwnProcesses.Step(() -> {
            Files.createDirectories(temporary);
            ChildProcess.run(install, OwnProcesses.DEADLINE);
        }, ProcessPlan.in(folder, role, start), () -> {
            DriverManager.getConnection(address.adminUrl()).close();
            return true;
        }));
        return new MariaDbNode(address, processes);
    }

    /** The JDBC URL of a schema on this server, without user and password. */
    public String jdbcUrl(String schema) {
        return "jdbc:mariadb://" + address.hostAndPort() + "/" + schema;
    }

    public int port() {
        return Integer.parseInt(address.hostAndPort().substring(address.hostAndPort().indexOf(':') + 1));
    }

    /** Runs statements as the administrator, one connection for all of them. */
    public void execute(String... statements) {
        try (Connection connection = DriverManager.getConnection(address.adminUrl());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("MariaDB at " + address.hostAndPort() + ": " + e.getMessage(), e);
        }
    }

    /** The named column of the first row, as text, asked as the administrator; empty without a row or when it is NULL. */
    public Optional<String> query(String sql, String column) {
        try (Connection connection = DriverManager.getConnection(address.adminUrl());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? Optional.ofNullable(rows.getString(column)) : Optional.empty();
        } catch (SQLException e) {
            throw new IllegalStateException("MariaDB at " + address.hostAndPort() + ": " + e.getMessage(), e);
        }
    }

    private static List<String> command(String program, String... options) {
        List<String> command = new ArrayList<>(List.of(Programs.path(program), "--no-defaults"));
        if (ProcessHandle.current().info().user().filter("root"::equals).isPresent()) {
            command.add("--user=root"); // MariaDB does not run as root unless told so
        }
        command.addAll(List.of(options));
        return command;
    }
}
