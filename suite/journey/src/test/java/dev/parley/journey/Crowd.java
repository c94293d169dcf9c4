package dev.parley.journey;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Five people who talk to each other all the time, in pairs and in a group of all, on six devices, whatever happens to the servers meanwhile. When
 * it is over, a {@link Checker} looks whether every promise was kept.
 */
final class Crowd implements AutoCloseable {

    private static final Duration LONG = Duration.ofSeconds(120);
    private static final int PEOPLE = 5;
    private static final Duration EACH_TALKS_EVERY = Duration.ofMillis(60);

    private final Checker checker = new Checker();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ChatStore store;
    private final SocketLoop loop;
    private final List<Person> people = new ArrayList<>();
    private final Map<String, List<Person>> members = new LinkedHashMap<>();
    private final List<TalkingDevice> devices = new ArrayList<>();
    private boolean talking;
    private int ticks;

    Crowd(URI gateway, ChatStore store) {
        this.store = store;
        this.loop = new SocketLoop(gateway);
        for (int i = 0; i < PEOPLE; i++) {
            people.add(Person.arrives(gateway, "person" + i));
        }
        for (int i = 0; i < PEOPLE; i++) {
            Person one = people.get(i);
            Person other = people.get((i + 1) % PEOPLE);
            members.put(one.channelWith(other), List.of(one, other));
        }
        members.put(people.getFirst().groupWith(people.subList(1, PEOPLE)), people);
        people.forEach(person -> devices.add(device(person.username() + ":phone", person)));
        devices.add(device(people.getFirst().username() + ":laptop", people.getFirst()));
        devices.forEach(device -> loop.execute(device::connect));
        var _ = timer.scheduleAtFixedRate(() -> loop.execute(this::talk), 0, EACH_TALKS_EVERY.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Begins to talk, and returns when everybody has been heard. */
    void talks() {
        loop.execute(() -> talking = true);
        awaitProgress();
    }

    List<TalkingDevice> devices() {
        return devices;
    }

    /** The channels with who is in them. */
    Map<String, List<Person>> members() {
        return members;
    }

    /** Returns when each device has had more messages acknowledged since now. */
    void awaitProgress() {
        looksAtCursors();
        List<Integer> before = onLoop(() -> devices.stream().map(TalkingDevice::acknowledged).toList());
        await("progress").atMost(LONG).failFast(this::assertNoComplaints).untilAsserted(() -> {
            List<String> stuck = onLoop(() -> IntStream.range(0, before.size())
                    .filter(i -> devices.get(i).acknowledged() < before.get(i) + 10)
                    .mapToObj(i -> devices.get(i).toString()).toList());
            assertThat(stuck).isEmpty();
        });
    }

    /** Stops talking; returns when all is acknowledged and everybody has everything, and every promise was kept. */
    void settlesAndFindsEverythingAsPromised() {
        fallsSilent();
        Map<String, List<Checker.Entry>> stored = stored();
        assertThat(stored.values().stream().mapToInt(List::size).sum())
                .isGreaterThanOrEqualTo(checker.acknowledgedCount());
        // Who comes only now gets all of it too, from the start.
        people.forEach(person -> {
            TalkingDevice late = device(person.username() + ":late", person);
            devices.add(late);
            loop.execute(late::connect);
        });
        awaitEverythingAt(devices, stored);
        looksAtCursors();
        stored.forEach((channel, entries) -> checker.stored(channel, entries, devicesIn(channel)));
        assertNoComplaints();
    }

    private void assertNoComplaints() {
        assertThat(checker.complaints()).isEmpty();
    }

    /** Returns when all devices but this one have everything. It talks on afterwards. */
    void othersHaveEverythingBut(TalkingDevice slow) {
        fallsSilent();
        awaitEverythingAt(devices.stream().filter(device -> device != slow).toList(), stored());
        loop.execute(() -> talking = true);
    }

    /** Looks how far everybody has read, where somebody answers at the moment: never less than before, nor than was confirmed. */
    private void looksAtCursors() {
        for (Person person : people) {
            Map<String, Long> confirmed = onLoop(() -> members.keySet().stream().collect(Collectors.toMap(
                    channel -> channel, channel -> confirmedRead(person, channel))));
            HttpResponse<byte[]> answer = person.api().get("/api/chat/channels");
            if (answer.statusCode() == 200) {
                Api.JSON.readTree(answer.body()).path("items").values().forEach(channel -> {
                    String id = channel.path("id").asString();
                    long read = channel.path("readVersion").asLong();
                    checker.cursor(person.username(), id, person.userId(), read,
                            channel.path("deliveredVersion").asLong());
                    if (read < confirmed.getOrDefault(id, 0L)) {
                        checker.complain(person.username() + " has read " + id + " up to " + confirmed.get(id)
                                + ", and only " + read + " is known");
                    }
                });
            }
        }
    }

    private long confirmedRead(Person person, String channel) {
        return devices.stream().filter(device -> device.name().startsWith(person.username() + ":"))
                .mapToLong(device -> device.confirmedRead(channel)).max().orElse(0);
    }

    private void fallsSilent() {
        loop.execute(() -> talking = false);
        await("acks").atMost(LONG).until(() -> onLoop(() -> devices.stream()
                .allMatch(device -> device.isReadingSlowly() || device.unacknowledgedCount() == 0)));
    }

    private Map<String, List<Checker.Entry>> stored() {
        Map<String, List<Checker.Entry>> stored = new LinkedHashMap<>();
        members.keySet().forEach(channel -> stored.put(channel, store.stream(channel)));
        return stored;
    }

    private void awaitEverythingAt(List<TalkingDevice> all, Map<String, List<Checker.Entry>> stored) {
        await("everybody has everything").atMost(LONG).untilAsserted(() -> {
            List<String> behind = onLoop(() -> all.stream()
                    .filter(device -> !device.isReady() || stored.entrySet().stream().anyMatch(
                            channel -> hasNotAllOf(device, channel.getKey(), channel.getValue().size())))
                    .map(TalkingDevice::name).toList());
            assertThat(behind).isEmpty();
        });
    }

    private boolean hasNotAllOf(TalkingDevice device, String channel, int count) {
        return devicesIn(channel).contains(device.name()) && device.hasUpTo(channel) < count;
    }

    private List<String> devicesIn(String channel) {
        return devices.stream().map(TalkingDevice::name)
                .filter(name -> members.getOrDefault(channel, List.of()).stream()
                        .anyMatch(person -> name.startsWith(person.username() + ":")))
                .toList();
    }

    private TalkingDevice device(String name, Person person) {
        List<String> channels = members.entrySet().stream().filter(channel -> channel.getValue().contains(person))
                .map(Map.Entry::getKey).toList();
        return new TalkingDevice(name, person, channels, checker, loop,
                task -> {
                    var _ = timer.schedule(() -> loop.execute(task), TalkingDevice.PAUSE.toMillis(),
                            TimeUnit.MILLISECONDS);
                });
    }

    private void talk() {
        if (talking) {
            devices.forEach(TalkingDevice::talk);
            devices.get(ticks % devices.size()).read();
            ticks++;
        }
    }

    /** Does something on the thread of the devices. */
    void run(Runnable action) {
        onLoop(() -> {
            action.run();
            return true;
        });
    }

    void onEveryDevice(Consumer<TalkingDevice> action) {
        run(() -> devices.forEach(action));
    }

    /** Asks something on the thread of the devices. */
    <T> T onLoop(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer.orTimeout(LONG.toSeconds(), TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        loop.close();
    }
}
