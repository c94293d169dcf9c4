package dev.parley.journey;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

import dev.parley.parts.real.NeedsReal;
import dev.parley.parts.real.RealComponent;
import dev.parley.platform.id.Ids;
import dev.parley.testkit.TestIssuer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What messages, deliveries, idle sockets and catching up cost, through the gateway, with the load generator on the same machine. Compare
 * only within one run. The report is target/bench/chat.md; each row ends with the CPU seconds of every process.
 */
@Tag("bench")
@NeedsReal({RealComponent.MARIADB, RealComponent.RABBITMQ, RealComponent.REDIS})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(600)
class ChatBenchIT {

    /** Small and short, to see that the benchmarks work; its figures say nothing. */
    private static final boolean SMOKE = Boolean.getBoolean("parley.bench.smoke");
    private static final Duration WINDOW = Duration.ofSeconds(SMOKE ? 1 : 4);
    private static final Duration MEASURED = Duration.ofSeconds(SMOKE ? 2 : 12);
    private static final int SHORTEST_WARM_UP = SMOKE ? 0 : 3;
    private static final int LONGEST_WARM_UP = SMOKE ? 1 : 8;
    private static final double SETTLED = 0.05;
    private static final int AUDIENCE = SMOKE ? 100 : 1_000;
    private static final int IDLE_SOCKETS = SMOKE ? 200 : 5_000;
    private static final int IDLE_BEFORE = IDLE_SOCKETS / 5;
    private static final int LONG_CHANNEL = SMOKE ? 20_000 : 1_000_000;
    private static final int SHORT_CHANNEL = 10_001;
    private static final Path REPORT = Path.of("target", "bench", "chat.md");

    private final List<String> rows = new ArrayList<>();
    private final TestIssuer issuer = new TestIssuer();
    private FiguresSuite suite;
    private URI gateway;
    private ChatStore store;
    private RedisWire redis;

    /** Somebody with a session of their own. */
    private record Somebody(long id, String token) {}

    @BeforeAll
    void start() {
        suite = FiguresSuite.startChat(issuer);
        gateway = suite.url(FiguresSuite.GATEWAY);
        redis = new RedisWire(suite.parts().redis().url());
        store = new ChatStore(suite.parts().mariaDb(), FiguresSuite.CHAT_SCHEMA);
        rows.add("| chat, through the gateway | figure | CPU seconds |");
        rows.add("|---|---|---|");
    }

    @AfterAll
    void stop() throws IOException {
        if (redis != null) {
            redis.close();
        }
        if (suite != null) {
            suite.close();
        }
        Files.createDirectories(REPORT.getParent());
        Files.write(REPORT, rows);
        rows.forEach(System.out::println);
    }

    @Test
    @Order(1)
    void acknowledgedMessagesIntoOneChannel() {
        Somebody alice = somebody();
        Somebody bob = somebody();
        String channel = channel(alice, bob);
        try (ChatLoad load = new ChatLoad(gateway, 2)) {
            load.device(alice.token(), channel, true, true);
            load.device(bob.token(), channel, true, true);
            double full = atFullLoad("one channel, 2 senders, 256 messages of each on their way", load,
                    new ChatLoad.Pace(256, 0)).acknowledgedPerSecond();
            atRate("one channel", load, full / 2);
        }
    }

    @Test
    @Order(2)
    void acknowledgedMessagesOfTwoHundredPairs() {
        pairs(200, 4);
    }

    @Test
    @Order(3)
    void acknowledgedMessagesInAThousandChannels() {
        pairs(SMOKE ? 300 : 1_000, 1);
    }

    private void pairs(int count, int onTheirWay) {
        try (ChatLoad load = new ChatLoad(gateway, 2)) {
            for (int i = 0; i < count; i++) {
                Somebody alice = somebody();
                Somebody bob = somebody();
                String channel = channel(alice, bob);
                load.device(alice.token(), channel, true, false);
                load.device(bob.token(), channel, false, true);
            }
            double full = atFullLoad(String.format(Locale.ROOT, "%,d channels of two, %d of each sender on their way",
                    count, onTheirWay), load, new ChatLoad.Pace(onTheirWay, 0)).acknowledgedPerSecond();
            atRate(String.format(Locale.ROOT, "%,d channels of two", count), load, full / 2);
        }
    }

    @Test
    @Order(4)
    void deliveriesToAThousandSocketsInOneChannel() {
        try (ChatLoad load = new ChatLoad(gateway, AUDIENCE)) {
            List<Somebody> people = people(AUDIENCE);
            String channel = group(people);
            for (int i = 0; i < AUDIENCE; i++) {
                load.device(people.get(i).token(), channel, i < 4, i % 20 == 0);
            }
            String what = String.format(Locale.ROOT, "%,d sockets in one channel", AUDIENCE);
            atFullLoad(what + ", 32 messages on their way", load, new ChatLoad.Pace(0, 32));
            double full = atFullLoad(what + ", 256 messages on their way", load, new ChatLoad.Pace(0, 256))
                    .acknowledgedPerSecond();
            atRate(what, load, full / 2);
        }
    }

    @Test
    @Order(5)
    void memoryOfAnIdleSocket() {
        List<Somebody> people = people(IDLE_SOCKETS);
        // Everybody has a channel, as everybody does who uses this; ten people share one.
        for (int i = 0; i < IDLE_SOCKETS; i += 10) {
            group(people.subList(i, i + 10));
        }
        try (ChatLoad load = new ChatLoad(gateway, 10)) {
            CpuTimes begin = CpuTimes.now(suite.names());
            open(load, people, 0, IDLE_BEFORE);
            Memory before = memory();
            open(load, people, IDLE_BEFORE, IDLE_SOCKETS);
            Memory after = memory();
            double both = memoryRow(FiguresSuite.GATEWAY, before.gateway(), after.gateway())
                    + memoryRow(FiguresSuite.CHAT, before.chat(), after.chat());
            row("idle socket altogether", String.format(Locale.ROOT, "%.1f KiB", both), cpu(begin));
        }
    }

    private double memoryRow(String name, ProcessMemory before, ProcessMemory after) {
        double more = 1024.0 * (IDLE_SOCKETS - IDLE_BEFORE);
        double live = (after.live() - before.live()) / more;
        double outside = (after.resident() - before.resident()) / more;
        row("idle socket in " + name, String.format(Locale.ROOT,
                "%.1f KiB: %.1f on the heap, %.1f outside; with %,d sockets %,d MiB resident, %,d MiB live on the heap",
                live + outside, live, outside, IDLE_SOCKETS, after.resident() >> 20, after.live() >> 20), "");
        return live + outside;
    }

    private record Memory(ProcessMemory gateway, ProcessMemory chat) {}

    private Memory memory() {
        return new Memory(ProcessMemory.of(suite.service(FiguresSuite.GATEWAY).pid()),
                ProcessMemory.of(suite.service(FiguresSuite.CHAT).pid()));
    }

    private static void open(ChatLoad load, List<Somebody> people, int from, int to) {
        for (int i = from; i < to; i++) {
            load.device(people.get(i).token(), "", false, false);
        }
        load.awaitReady();
    }

    @Test
    @Order(6)
    void catchingUpCostsWhatWasMissed() {
        for (int length : new int[]{SHORT_CHANNEL, LONG_CHANNEL}) {
            Somebody alice = somebody();
            String channel = channel(alice, somebody());
            try (ChatSocket socket = ChatSocket.open(gateway.resolve("/api/chat/ws"), alice.token())) {
                assertThat(socket.send(channel, "a message of a usual length, more or less")).isEqualTo(1);
            }
            store.fill(channel, length);
            suite.parts().mariaDb().awaitReplica();
            try (ChatLoad load = new ChatLoad(gateway, 1)) {
                LoadDevice reader = load.device(alice.token(), channel, false, false);
                load.awaitReady();
                for (int missed : new int[]{1, 100, 10_000}) {
                    catchUp(load, reader, length, missed);
                }
            }
        }
    }

    private void catchUp(ChatLoad load, LoadDevice reader, int length, int missed) {
        int times = missed > 1_000 ? 20 : 200;
        for (int i = 0; i < times; i++) {
            load.resume(reader, length - missed, length);
        }
        CpuTimes before = CpuTimes.now(suite.names());
        double[] millis = IntStream.range(0, times)
                .mapToDouble(i -> load.resume(reader, length - missed, length).toNanos() / 1e6).sorted().toArray();
        row(String.format(Locale.ROOT, "resume, %,d of %,d messages missed", missed, length),
                String.format(Locale.ROOT, "p50 %.1f ms, p99 %.1f ms, mean %.1f ms", millis[times / 2],
                        millis[(int) (times * 0.99)], Arrays.stream(millis).average().orElseThrow()),
                cpu(before));
    }

    private ChatLoad.Figures atFullLoad(String what, ChatLoad load, ChatLoad.Pace pace) {
        load.awaitReady();
        load.start(pace);
        double before = 0;
        for (int i = 0; i < LONGEST_WARM_UP; i++) {
            double now = load.during(WINDOW).receivedPerSecond();
            if (i >= SHORTEST_WARM_UP && Math.abs(now - before) < SETTLED * now) {
                break;
            }
            before = now;
        }
        CpuTimes cpu = CpuTimes.now(suite.names());
        ChatLoad.Figures figures = load.during(MEASURED);
        row(what, figures + perCpu(figures, cpu), cpu(cpu));
        load.stop();
        return figures;
    }

    private void atRate(String what, ChatLoad load, double perSecond) {
        CpuTimes cpu = CpuTimes.now(suite.names());
        ChatLoad.Figures figures = load.atRate(perSecond, WINDOW, MEASURED);
        row(String.format(Locale.ROOT, "%s, at half of that, %,.0f/s", what, perSecond), figures.toString(), cpu(cpu));
    }

    private String perCpu(ChatLoad.Figures figures, CpuTimes before) {
        CpuTimes now = CpuTimes.now(suite.names());
        return String.format(Locale.ROOT,
                "; a CPU second of all servers: %,.0f acked, %,.0f received; of gateway and chat-service: %,.0f received",
                figures.acknowledged() / now.secondsSince(before), figures.received() / now.secondsSince(before),
                figures.received() / now.secondsSince(before, FiguresSuite.GATEWAY, FiguresSuite.CHAT));
    }

    /** Their session is known in Redis, as after a login. */
    private Somebody somebody() {
        long id = Ids.next();
        String session = "bench-" + id;
        redis.command("SET", "parley:session:" + session, "active");
        return new Somebody(id, issuer.token(id, session));
    }

    private List<Somebody> people(int count) {
        return IntStream.range(0, count).mapToObj(i -> somebody()).toList();
    }

    private String channel(Somebody one, Somebody other) {
        return Api.json(Api.stranger(gateway).as(one.token()).post("/api/chat/channels",
                Map.of("type", "direct", "userId", Ids.format(other.id()))), 201).path("id").asString();
    }

    private String group(List<Somebody> people) {
        return Api.json(Api.stranger(gateway).as(people.getFirst().token()).post("/api/chat/channels",
                Map.of("type", "group", "title", "bench", "userIds",
                        people.stream().skip(1).map(person -> Ids.format(person.id())).toList())),
                201).path("id").asString();
    }

    private String cpu(CpuTimes before) {
        return CpuTimes.now(suite.names()).since(before);
    }

    private void row(String what, String figure, String cpu) {
        rows.add("| " + what + " | " + figure + " | " + cpu + " |");
        System.out.println(rows.getLast());
    }
}
