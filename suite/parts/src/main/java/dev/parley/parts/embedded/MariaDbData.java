package dev.parley.parts.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.parley.parts.PartFailedException;

/**
 * The data folder of a server. It is made as {@code mariadb-install-db} makes it, from the same SQL, but without the help texts and the
 * accounts of a fresh install: root exists with its password from the first moment, and only from 127.0.0.1.
 */
record MariaDbData(Path folder) {

    private static final List<String> SYSTEM_SQL = List.of("mariadb_system_tables.sql",
            "mariadb_performance_tables.sql",
            "mariadb_system_tables_data.sql", "maria_add_gis_sp_bootstrap.sql", "mariadb_sys_schema.sql");

    /** Makes the folder in one step: a run that is killed half way leaves nothing that looks like data. */
    void createUnlessThere(MariaDbBinaries binaries, String rootPassword, Path log) throws IOException {
        if (Files.isDirectory(folder.resolve("mysql"))) {
            return;
        }
        Path making = folder.resolveSibling("data.making");
        BinaryCache.deleteTree(making);
        Files.createDirectories(making);
        bootstrap(new MariaDbData(making), binaries, rootPassword, log);
        Files.move(making, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The server on this data, with what every start of it needs. */
    List<String> baseCommand(MariaDbBinaries binaries) {
        List<String> command = new ArrayList<>(List.of(binaries.server().toString(),
                "--no-defaults",
                "--basedir=" + binaries.base(),
                "--datadir=" + folder,
                // Not /tmp: a server that starts removes the temporary tables it finds there, of other servers too.
                "--tmpdir=" + folder,
                "--innodb-log-file-size=48M"));
        if ("root".equals(System.getProperty("user.name"))) {
            command.add("--user=root");
        }
        return command;
    }

    private static void bootstrap(MariaDbData data, MariaDbBinaries binaries, String rootPassword, Path log)
            throws IOException {
        List<String> command = new ArrayList<>(data.baseCommand(binaries));
        command.addAll(
                List.of("--bootstrap", "--log-warnings=0", "--enforce-storage-engine=", "--max-allowed-packet=8M"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
        try (OutputStream sql = process.getOutputStream()) {
            sql.write("CREATE DATABASE IF NOT EXISTS mysql;\nUSE mysql;\nSET @auth_root_socket=NULL;\n"
                    .getBytes(StandardCharsets.UTF_8));
            for (String name : SYSTEM_SQL) {
                Files.copy(binaries.share().resolve(name), sql);
            }
            sql.write(accounts(rootPassword).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // The server went away while it was told: its own words, below, say why.
            process.destroy();
        }
        awaitBootstrap(process, data, log);
    }

    private static String accounts(String rootPassword) {
        return """
            DELETE FROM mysql.global_priv WHERE User IN ('', 'root');
            DELETE FROM mysql.proxies_priv;
            FLUSH PRIVILEGES;
            CREATE USER 'root'@'127.0.0.1' IDENTIFIED BY '%s';
            GRANT ALL PRIVILEGES ON *.* TO 'root'@'127.0.0.1' WITH GRANT OPTION;
            """.formatted(rootPassword);
    }

    private static void awaitBootstrap(Process process, MariaDbData data, Path log) {
        try {
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new PartFailedException(
                        "MariaDB did not finish making its data in " + data.folder + " within 120 s; see " + log + ".");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new PartFailedException("MariaDB was interrupted while it made its data.", e);
        }
        if (process.exitValue() != 0) {
            throw new PartFailedException("MariaDB cannot make its data in " + data.folder + "; see " + log + ".");
        }
    }
}
