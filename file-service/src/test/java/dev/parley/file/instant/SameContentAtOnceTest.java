package dev.parley.file.instant;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.RepeatedTest;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

import dev.parley.file.fixture.FileClient;
import dev.parley.file.fixture.FileServiceTest;
import dev.parley.file.staging.StagingArea;

import static org.assertj.core.api.Assertions.assertThat;

/** Many people have the same content at the same moment, and send it in every way there is. */
class SameContentAtOnceTest extends FileServiceTest {

    private static final int PEOPLE = 9;
    private static final String INSTANT = "/api/files/instant-uploads";

    @Autowired
    private StagingArea staging;

    /** The files that a person has got. */
    private record Sent(FileClient person, List<String> files) {}

    @RepeatedTest(3)
    void itEndsAsOneContentThatAllOfThemHave() throws Exception {
        byte[] content = randomBytes(150_000 + (int) (System.nanoTime() % 10_000));
        CyclicBarrier start = new CyclicBarrier(PEOPLE);
        Map<String, FileClient> files = new LinkedHashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Sent>> all = new ArrayList<>();
            for (int i = 0; i < PEOPLE; i++) {
                int way = i % 3;
                FileClient person = person();
                all.add(threads.submit(() -> {
                    start.await();
                    return new Sent(person, send(person, content, way));
                }));
            }
            for (Future<Sent> sent : all) {
                Sent one = sent.get(60, TimeUnit.SECONDS);
                one.files().forEach(file -> files.put(file, one.person()));
            }
        }

        files.forEach((file, person) -> awaitStatus(person, file, "available"));
        String first = files.keySet().iterator().next();
        await().until(() -> placeOf(first), "stored"::equals);
        awaitEmptyOutbox();

        assertThat(count("SELECT COUNT(*) FROM unique_files WHERE size = ?", content.length)).isEqualTo(1);
        assertThat(files.keySet().stream().map(this::contentOf).distinct()).hasSize(1);
        for (Map.Entry<String, FileClient> file : files.entrySet()) {
            assertThat(staging.size(file.getKey())).as("staged bytes of an upload").isEmpty();
            assertThat(file.getValue().content(file.getKey()).body()).isEqualTo(content);
        }
    }

    /** By tus, by instant upload as soon as the content is known, or by tus and by instant upload. */
    private static List<String> send(FileClient person, byte[] content, int way) {
        List<String> files = new ArrayList<>();
        if (way != 1) {
            files.add(person.upload("sent.bin", content));
        }
        if (way != 0) {
            files.add(instantly(person, content));
        }
        return files;
    }

    private static String instantly(FileClient person, byte[] content) {
        Map<String, Object> offer = Map.of("sha256", sha256(content), "size", content.length, "name", "sent.bin");
        JsonNode challenge = await().until(() -> FileClient.json(person.post(INSTANT, offer)),
                answer -> answer.at("/known").asBoolean());
        return FileClient.json(person.post(INSTANT + "/" + challenge.at("/id").asString() + "/proof",
                Map.of("proof", FileClient.proof(challenge, content)))).at("/id").asString();
    }
}
