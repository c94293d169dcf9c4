package dev.parley.parts.real;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import dev.parley.parts.process.ChildProcess;
import dev.parley.parts.process.FreePorts;
import dev.parley.parts.process.ProcessPlan;
import dev.parley.parts.process.Readiness;

/** The smallest Ceph that keeps objects over a restart: a monitor, one daemon with a sparse file for a disk, and the gateway. */
final class CephCluster {

    static final String ACCESS_KEY = "PARLEYTESTS";
    static final String SECRET_KEY = "parley-tests-secret";

    private final Path folder;
    private final UUID clusterId = UUID.randomUUID();
    private final UUID diskId = UUID.randomUUID();
    private final int monitorPort = FreePorts.next();
    private final int oldMonitorPort = FreePorts.next();
    private final int gatewayPort = FreePorts.next();

    CephCluster(Path folder) {
        this.folder = folder;
    }

    URI gateway() {
        return URI.create("http://127.0.0.1:" + gatewayPort);
    }

    OwnProcesses processes() {
        return new OwnProcesses("Ceph",
                new OwnProcesses.Step(this::makeMonitor, daemon("ceph-mon", "-f", "-i", "a"),
                        () -> answers("mon-stat", "ceph", "--connect-timeout", "5", "mon", "stat")),
                new OwnProcesses.Step(this::makeDisk, daemon("ceph-osd", "-f", "-i", "0"),
                        (ChildProcess child) -> child.hasLogged("state: booting -> active")),
                new OwnProcesses.Step(this::makeUser, daemon("radosgw", "-f", "-n", "client.rgw.a"),
                        Readiness.http(gateway().resolve("/"))));
    }

    private void makeMonitor() throws IOException {
        Files.createDirectories(folder.resolve("mon"));
        Files.createDirectories(folder.resolve("osd"));
        Files.writeString(folder.resolve("ceph.conf"), configuration());
        Path map = folder.resolve("monmap");
        run("monmap", List.of(Programs.path("monmaptool"), "--create", "--addv", "a", monitorAddress(), "--fsid",
                clusterId.toString(), map.toString()));
        run("mon-mkfs", command("ceph-mon", "--mkfs", "-i", "a", "--monmap", map.toString()));
    }

    private void makeDisk() {
        run("osd-new", command("ceph", "osd", "new", diskId.toString()));
        run("osd-mkfs", command("ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", diskId.toString()));
    }

    private void makeUser() {
        run("user",
                command("radosgw-admin", "-n", "client.rgw.a", "user", "create", "--uid", "parley", "--display-name",
                        "Parley",
                        "--access-key", ACCESS_KEY, "--secret-key", SECRET_KEY));
    }

    private ProcessPlan daemon(String program, String... arguments) {
        return ProcessPlan.in(folder, program, command(program, arguments));
    }

    private void run(String name, List<String> command) {
        ChildProcess.run(ProcessPlan.in(folder, name, command), OwnProcesses.DEADLINE);
    }

    private boolean answers(String name, String program, String... arguments) {
        run(name, command(program, arguments));
        return true;
    }

    private List<String> command(String program, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(Programs.path(program), "-c", folder.resolve("ceph.conf").toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private String monitorAddress() {
        return "[v2:127.0.0.1:%d/0,v1:127.0.0.1:%d/0]".formatted(monitorPort, oldMonitorPort);
    }

    /**
     * Both monitor addresses are needed, the old protocol alone ends in "wrong fsid"; the gateway hangs without its "crc". The paxos
     * intervals, a second by default, gather changes for large clusters: here each of the gateway's pools would wait for them.
     */
    private String configuration() {
        int firstPort = FreePorts.next();
        return """
            [global]
            fsid = %s
            mon host = %s
            mon initial members = a
            public addr = 127.0.0.1
            auth cluster required = none
            auth service required = none
            auth client required = none
            ms bind ipv6 = false
            ms bind port min = %d
            ms bind port max = %d
            run dir = %s
            admin socket =
            log to file = false
            log to stderr = true
            mon cluster log to file = false
            mon allow pool size one = true
            mon data avail warn = 1
            mon data avail crit = 0
            paxos propose interval = 0.02
            paxos min wait = 0.01
            mon tick interval = 1
            osd pool default size = 1
            osd pool default min size = 1
            osd pool default pg num = 8
            osd pool default pgp num = 8
            osd pool default pg autoscale mode = off
            osd crush chooseleaf type = 0

            [mon.a]
            mon data = %s

            [osd.0]
            osd data = %s
            osd objectstore = bluestore
            osd memory target = 939524096
            bluestore block size = 21474836480

            [client.rgw.a]
            ms mon client mode = crc
            rgw frontends = beast endpoint=127.0.0.1:%d
            rgw thread pool size = 64
            """.formatted(clusterId, monitorAddress(), firstPort, firstPort + 100, folder, folder.resolve("mon"),
                folder.resolve("osd"), gatewayPort);
    }
}
