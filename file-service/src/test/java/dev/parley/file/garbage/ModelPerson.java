package dev.parley.file.garbage;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

import tools.jackson.databind.JsonNode;

import dev.parley.file.fixture.FileClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Somebody of the model: what they do goes to the service over HTTP, and what they must have then is noted. One thread at a time. What the
 * store refuses since too many want the same row at once (503) has changed nothing.
 */
final class ModelPerson {

    private static final String INSTANT = "/api/files/instant-uploads";
    private static final Map<String, String> KEEP_BOTH = Map.of("onConflict", "keep-both");

    final long id;
    private final FileClient client;
    private final Random random;
    /** The files in the drive and in the trash, and their contents. */
    private final Map<String, byte[]> live = new LinkedHashMap<>();
    private final Map<String, byte[]> trashed = new LinkedHashMap<>();

    ModelPerson(long id, FileClient client, Random random) {
        this.id = id;
        this.client = client;
        this.random = random;
    }

    /** Notes a file that came in another way. */
    void has(String file, byte[] content) {
        live.put(file, content);
    }

    void upload(byte[] content) {
        live.put(client.upload("uploaded.bin", content), content);
    }

    /** An upload that is opened, half sent, and left or ended; its id. */
    String uploadHalf(byte[] content) {
        String upload = client.create(content.length, Map.of("filename", "half.bin"));
        client.patch(upload, 0, java.util.Arrays.copyOf(content, content.length / 2));
        if (random.nextBoolean()) {
            client.tus("DELETE", upload, BodyPublishers.noBody());
        }
        return FileClient.idOf(upload);
    }

    /** An instant upload; when the content is not known, or no longer, by tus as any client would do. */
    void uploadInstantly(byte[] content, String sha256) {
        HttpResponse<byte[]> offered = client.post(INSTANT,
                Map.of("sha256", sha256, "size", content.length, "name", "instant.bin"));
        if (offered.statusCode() != 201) {
            upload(content);
            return;
        }
        JsonNode challenge = FileClient.json(offered);
        if (random.nextInt(8) == 0) {
            return; // never answered
        }
        HttpResponse<byte[]> proved = client.post(INSTANT + "/" + challenge.at("/id").asString() + "/proof",
                Map.of("proof", FileClient.proof(challenge, content)));
        if (proved.statusCode() == 410) {
            upload(content);
        } else {
            added(proved, content, 503);
        }
    }

    /** A link to one of the files. */
    Optional<Link> share() {
        return some(live).flatMap(file -> {
            HttpResponse<byte[]> shared = client.post("/api/files/shares", Map.of("fileId", file));
            return shared.statusCode() == 201
                    ? Optional.of(new Link(FileClient.json(shared).at("/url").asString(), contentOf(file)))
                    : Optional.empty();
        });
    }

    /** A link, and the content that it opens. */
    record Link(String url, byte[] content) {}

    /** The file behind the link may be gone. */
    void save(Link link) {
        added(client.post(link.url() + "/save", KEEP_BOTH), link.content(), 404, 503);
    }

    void copy() {
        some(live).ifPresent(file -> added(client.post("/api/files/drive/" + file + "/copy", KEEP_BOTH),
                contentOf(file), 503));
    }

    void trash() {
        some(live).ifPresent(file -> {
            if (done(delete("/api/files/drive/" + file))) {
                trashed.put(file, Objects.requireNonNull(live.remove(file)));
            }
        });
    }

    void restore() {
        some(trashed).ifPresent(file -> {
            HttpResponse<byte[]> restored = client.post("/api/files/trash/" + file + "/restore", KEEP_BOTH);
            if (done(restored)) {
                live.put(file, Objects.requireNonNull(trashed.remove(file)));
            }
        });
    }

    void removeForGood() {
        some(trashed).ifPresent(file -> {
            if (done(delete("/api/files/trash/" + file))) {
                trashed.remove(file);
            }
        });
    }

    void emptyTrash() {
        if (done(delete("/api/files/trash"))) {
            trashed.clear();
        }
    }

    /** Reads one of the files. */
    void readOne() {
        some(live).ifPresent(file -> {
            HttpResponse<byte[]> read = client.content(file);
            assertThat(read.statusCode()).as("file %s: %s", file, FileClient.text(read).lines().findFirst())
                    .isEqualTo(200);
            assertThat(read.body()).isEqualTo(live.get(file));
        });
    }

    /** Whether all files are settled. */
    boolean allAvailable() {
        return live.keySet().stream().allMatch(file -> client.status(file).equals("available"));
    }

    /** Reads each file, those of the trash after restoring them. */
    void readAll() {
        while (!trashed.isEmpty()) {
            restore();
        }
        live.forEach((file, content) -> assertThat(client.content(file).body()).as("file %s", file).isEqualTo(content));
    }

    int files() {
        return live.size() + trashed.size();
    }

    private byte[] contentOf(String file) {
        return Objects.requireNonNull(live.get(file));
    }

    private Optional<String> some(Map<String, byte[]> files) {
        List<String> ids = new ArrayList<>(files.keySet());
        return ids.isEmpty() ? Optional.empty() : Optional.of(ids.get(random.nextInt(ids.size())));
    }

    private void added(HttpResponse<byte[]> answer, byte[] content, Integer... harmless) {
        if (answer.statusCode() == 201) {
            live.put(FileClient.json(answer).at("/id").asString(), content);
        } else {
            assertThat(answer.statusCode()).as(FileClient.text(answer)).isIn((Object[]) harmless);
        }
    }

    private HttpResponse<byte[]> delete(String path) {
        return client.send("DELETE", path, BodyPublishers.noBody());
    }

    private static boolean done(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).as(FileClient.text(answer)).isIn(200, 204, 503);
        return answer.statusCode() != 503;
    }
}
