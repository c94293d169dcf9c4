package dev.parley.journey;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

import dev.parley.parts.real.NeedsReal;
import dev.parley.parts.real.RealComponent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What logins, refreshes and checked requests cost, with the load generator on the same machine. Compare only within one run. The report
 * is target/bench/auth.md; each row ends with the CPU seconds of every process.
 */
@Tag("bench")
@NeedsReal({RealComponent.MARIADB, RealComponent.RABBITMQ, RealComponent.REDIS})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AuthBenchIT {

    private static final Duration WINDOW = Duration.ofSeconds(4);
    private static final int SHORTEST_WARM_UP = 3;
    private static final int LONGEST_WARM_UP = 8;
    private static final double SETTLED = 0.05;
    private static final Duration MEASURED = Duration.ofSeconds(12);
    private static final int CALLERS = 32;
    private static final int PEOPLE = 32;
    private static final double GETS_PER_SECOND = 100;
    private static final int CORES = Runtime.getRuntime().availableProcessors();
    private static final String ME = "/api/auth/users/me";
    private static final Path REPORT = Path.of("target", "bench", "auth.md");

    private final List<String> rows = new ArrayList<>();
    private final List<Person> people = new ArrayList<>();
    /** Others, so that their many logins end no session that is being used. */
    private final List<Person> loggingIn = new ArrayList<>();
    private FiguresSuite suite;
    private URI gateway;
    private double hashMillis;
    private double hashesPerSecond;

    @BeforeAll
    void start() {
        suite = FiguresSuite.start();
        gateway = suite.url(FiguresSuite.GATEWAY);
        for (int i = 0; i < PEOPLE; i++) {
            people.add(Person.arrives(gateway, "bench"));
            loggingIn.add(Person.arrives(gateway, "login"));
        }
    }

    @AfterAll
    void stop() throws IOException {
        if (suite != null) {
            suite.close();
        }
        Files.createDirectories(REPORT.getParent());
        Files.write(REPORT, rows);
        rows.forEach(System.out::println);
    }

    @Test
    @Order(1)
    void oneHashAlone() {
        Argon2PasswordEncoder encoder = new Argon2PasswordEncoder(16, 32, 1, 19 * 1024, 2);
        Runnable hash = () -> assertThat(encoder.encode("correct horse battery")).isNotNull();
        Load.of(1, WINDOW, caller -> hash);
        CpuTimes before = CpuTimes.now(suite.names());
        Load.Result result = Load.of(1, WINDOW, caller -> hash);
        hashMillis = result.millisAt(0.5);
        row("one Argon2id (19 MiB, t=2, p=1) alone", String.format(Locale.ROOT, "%.1f ms", hashMillis), before);
        before = CpuTimes.now(suite.names());
        // Hashes at once share caches and memory, and perhaps the cores are threads of one core.
        result = Load.of(CORES, WINDOW, caller -> hash);
        hashesPerSecond = result.perSecond();
        row("Argon2id on all cores at once, nothing else", result, before);
    }

    @Test
    @Order(2)
    void smallGets() {
        measured("GET users/me, " + CALLERS + " callers", CALLERS, gets(gateway, ME));
        measured("GET users/me at auth-service itself", CALLERS, gets(suite.url(FiguresSuite.AUTH), ME));
    }

    @Test
    @Order(3)
    void verifiedRequests() {
        String cheap = "/api/hash/nothing";
        measured("verified GET of a stand-in", CALLERS, gets(gateway, cheap));
        measured("verified GET of a stand-in, sessions not remembered", CALLERS,
                gets(suite.url(FiguresSuite.FORGETFUL_GATEWAY), cheap));
        measured("GET of the gateway's page, neither verified nor routed", CALLERS,
                caller -> calls(new Wire(gateway), Wire.request("GET", "/page.css", "", ""), 200));
    }

    @Test
    @Order(4)
    void refreshes() {
        measured("refresh, 16 callers", 16, caller -> {
            Wire wire = new Wire(gateway);
            String[] token = {person(caller).logsInAgain("bench").refreshToken()};
            return () -> {
                String body = Api.JSON.writeValueAsString(Map.of("refreshToken", token[0]));
                assertThat(wire.exchange(Wire.request("POST", "/api/auth/refresh", "", body))).isEqualTo(200);
                token[0] = Api.JSON.readTree(wire.body()).path("refreshToken").asString();
            };
        });
    }

    @Test
    @Order(5)
    void logins() {
        Load.Result result = measured("login, " + 2 * CORES + " callers", 2 * CORES,
                caller -> calls(new Wire(gateway), login(caller), 200));
        rows.add(String.format(Locale.ROOT, "| logins against cores / hash time | %.2f | |",
                result.perSecond() * hashMillis / 1000 / CORES));
        rows.add(String.format(Locale.ROOT, "| logins against hashes on all cores | %.2f | |",
                result.perSecond() / hashesPerSecond));
    }

    @Test
    @Order(6)
    void smallGetsWhileLoginsAreOverloadedTenTimes() throws Exception {
        Load.atRate(GETS_PER_SECOND, 4, WINDOW, gets(gateway, ME));
        CpuTimes before = CpuTimes.now(suite.names());
        row("GET users/me at 100/s, nothing else", Load.atRate(GETS_PER_SECOND, 4, MEASURED, gets(gateway, ME)),
                before);

        double flood = 10 * 1000 * CORES / hashMillis;
        Map<Integer, LongAdder> statuses = new ConcurrentHashMap<>();
        CountDownLatch flooded = new CountDownLatch((int) (2 * flood));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Load.Result> logins = threads.submit(() -> Load.atRate(flood, (int) (3 * flood),
                    MEASURED.plusSeconds(20), caller -> flooding(caller, statuses, flooded)));
            flooded.await();
            before = CpuTimes.now(suite.names());
            row("the same while logins come ten times as fast as they can be checked",
                    Load.atRate(GETS_PER_SECOND, 16, MEASURED, gets(gateway, ME)), before);
            before = CpuTimes.now(suite.names());
            row("a verified GET of another service at 100/s meanwhile",
                    Load.atRate(GETS_PER_SECOND, 16, WINDOW, gets(gateway, "/api/hash/nothing")), before);
            rows.add("| these logins | " + logins.get() + ", by status " + statuses + " | |");
        }
    }

    private Runnable flooding(int caller, Map<Integer, LongAdder> statuses, CountDownLatch flooded) {
        byte[] login = login(caller);
        Wire[] wire = {null};
        return () -> {
            if (wire[0] == null) {
                wire[0] = new Wire(gateway);
            }
            statuses.computeIfAbsent(wire[0].exchange(login), status -> new LongAdder()).increment();
            flooded.countDown();
        };
    }

    private byte[] login(int caller) {
        Person person = loggingIn.get(caller % PEOPLE);
        return Wire.request("POST", "/api/auth/login", "", Api.JSON.writeValueAsString(
                Map.of("username", person.username(), "password", person.password())));
    }

    private IntFunction<Runnable> gets(URI server, String path) {
        return caller -> calls(new Wire(server), Wire.request("GET", path, person(caller).accessToken(), ""), 200);
    }

    private Person person(int caller) {
        return people.get(caller % PEOPLE);
    }

    private static Runnable calls(Wire wire, byte[] request, int status) {
        return () -> {
            if (wire.exchange(request) != status) {
                throw new AssertionError("answered with " + wire.body());
            }
        };
    }

    /** Warmed up until two windows are alike, but not for ever. */
    private Load.Result measured(String what, int callers, IntFunction<Runnable> things) {
        Map<Integer, Runnable> made = new ConcurrentHashMap<>();
        IntFunction<Runnable> kept = caller -> made.computeIfAbsent(caller, things::apply);
        double before = 0;
        for (int i = 0; i < LONGEST_WARM_UP; i++) {
            double now = Load.of(callers, WINDOW, kept).perSecond();
            if (i >= SHORTEST_WARM_UP && Math.abs(now - before) < SETTLED * now) {
                break;
            }
            before = now;
        }
        CpuTimes cpu = CpuTimes.now(suite.names());
        Load.Result result = Load.of(callers, MEASURED, kept);
        row(what, result, cpu);
        return result;
    }

    private void row(String what, Object figure, CpuTimes before) {
        rows.add("| " + what + " | " + figure + " | CPU s: " + CpuTimes.now(suite.names()).since(before) + " |");
        System.out.println(rows.getLast());
    }
}
