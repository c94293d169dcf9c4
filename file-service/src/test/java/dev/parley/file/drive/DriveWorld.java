package dev.parley.file.drive;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.file.content.UniqueFiles;
import dev.parley.file.fixture.FileClient;
import dev.parley.file.fixture.FileServiceTest;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

/** Ann's drive: over HTTP as she uses it, and from inside for what would take many requests. */
abstract class DriveWorld extends FileServiceTest {

    static final String DRIVE = "/api/files/drive";
    private static final JsonMapper json = new JsonMapper();

    @Autowired
    UserFiles files;
    @Autowired
    UniqueFiles contents;
    @Autowired
    PlatformTransactionManager transactions;

    final long annId = Ids.next();

    FileClient ann() {
        return person(annId);
    }

    /** A file with a content of its own, which is said to have this size; its bytes are nowhere. */
    String place(long ownerId, String folder, String name, long size) {
        long id = Ids.next();
        Contention.retry(() -> committed(() -> files.add(
                new NewUserFile(id, ownerId, Folders.parse(folder), new FileDescription(name, "text/plain", null),
                        size, newContent(size), FileStatus.PROCESSING))));
        return Ids.format(id);
    }

    String place(String folder, String name) {
        return place(annId, folder, name, 10);
    }

    /** One more file with the content of another one. */
    String placeAgain(long ownerId, String other, String name) {
        long id = Ids.next();
        long content = contentOf(other);
        Contention.retry(() -> committed(() -> files.add(new NewUserFile(id, ownerId, Folders.ROOT,
                new FileDescription(name, "text/plain", null), contents.findAndLock(content).orElseThrow().size(),
                content, FileStatus.AVAILABLE))));
        return Ids.format(id);
    }

    long newContent(long size) {
        return contents.addReceived(size, Ids.format(Ids.next()), Instant.now().plus(Duration.ofDays(1)));
    }

    void committed(Runnable work) {
        TransactionTemplate transaction = new TransactionTemplate(transactions);
        transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
        transaction.executeWithoutResult(tx -> work.run());
    }

    /** Makes a folder; its id. */
    static String folder(FileClient owner, String parent, String name) {
        HttpResponse<byte[]> made = makeFolder(owner, parent, name, null);
        assertThat(made.statusCode()).as(FileClient.text(made)).isEqualTo(201);
        return FileClient.json(made).at("/id").asString();
    }

    static HttpResponse<byte[]> makeFolder(FileClient owner, String parent, String name, @Nullable String onConflict) {
        Map<String, String> wish = new HashMap<>(Map.of("folderId", parent, "name", name));
        if (onConflict != null) {
            wish.put("onConflict", onConflict);
        }
        return owner.post(DRIVE + "/folders", wish);
    }

    static HttpResponse<byte[]> patch(FileClient owner, String id, Map<String, String> wish, String... headers) {
        List<String> all = new ArrayList<>(List.of("Content-Type", "application/json"));
        all.addAll(List.of(headers));
        return owner.send("PATCH", DRIVE + "/" + id, BodyPublishers.ofString(json.writeValueAsString(wish)),
                all.toArray(String[]::new));
    }

    static HttpResponse<byte[]> delete(FileClient owner, String path, String... headers) {
        return owner.send("DELETE", path, BodyPublishers.noBody(), headers);
    }

    static long number(String id) {
        return Ids.parse(id).orElseThrow();
    }

    /** The names on all pages of a list; the query may be empty. */
    static List<String> names(FileClient owner, String path, String query, int limit) {
        List<String> names = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = FileClient.json(owner.get(path + "?limit=" + limit + query + cursor));
            page.at("/items").forEach(item -> names.add(item.at("/name").asString()));
            cursor = page.has("nextCursor") ? "&cursor=" + page.at("/nextCursor").asString() : null;
        }
        return names;
    }

    static List<String> names(FileClient owner, String folder) {
        return names(owner, DRIVE, "&sort=name&order=asc&folderId=" + folder, 100);
    }

    long used(FileClient owner) {
        return FileClient.json(owner.get(DRIVE + "/usage")).at("/used").asLong();
    }

    /** Runs all of these at once; their results in order. */
    static <T> List<T> atOnce(List<Callable<T>> works) throws Exception {
        CyclicBarrier start = new CyclicBarrier(works.size());
        List<T> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> running = works.stream().map(work -> threads.submit(() -> {
                start.await();
                return work.call();
            })).toList();
            for (Future<T> future : running) {
                results.add(future.get(60, TimeUnit.SECONDS));
            }
        }
        return results;
    }
}
