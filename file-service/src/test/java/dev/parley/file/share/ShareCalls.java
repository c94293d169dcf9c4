package dev.parley.file.share;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;

import dev.parley.file.fixture.FileClient;
import dev.parley.file.fixture.FileServiceTest;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

/** A file that Ann shares, and what others do with the link. */
abstract class ShareCalls extends FileServiceTest {

    static final String SHARES = "/api/files/shares";

    final long annId = Ids.next();
    final long benId = Ids.next();
    final long carlId = Ids.next();
    final byte[] content = randomBytes(20_000);

    FileClient ann() {
        return person(annId);
    }

    FileClient ben() {
        return person(benId);
    }

    FileClient carl() {
        return person(carlId);
    }

    /** A link of Ann's to this file. */
    JsonNode share(String file, Map<String, ?> terms) {
        Map<String, Object> wish = new HashMap<>(terms);
        wish.put("fileId", file);
        HttpResponse<byte[]> made = ann().post(SHARES, wish);
        assertThat(made.statusCode()).as(FileClient.text(made)).isEqualTo(201);
        return FileClient.json(made);
    }

    String url(String file, Map<String, ?> terms) {
        return share(file, terms).at("/url").asString();
    }

    /** The key that a password gives. */
    static String unlock(FileClient who, String url, String password) {
        HttpResponse<byte[]> unlocked = who.post(url + "/unlock", Map.of("password", password));
        assertThat(unlocked.statusCode()).as(FileClient.text(unlocked)).isEqualTo(200);
        return FileClient.json(unlocked).at("/accessKey").asString();
    }

    static void assertProblem(HttpResponse<byte[]> answer, int status, String code) {
        assertThat(answer.statusCode()).as(FileClient.text(answer)).isEqualTo(status);
        assertThat(FileClient.code(answer)).isEqualTo(code);
    }

    /** What the maker is told of the visits of a link, newest first: who, and what they did. */
    List<String> visits(String shareId) {
        return items(ann().get(SHARES + "/" + shareId + "/visits"))
                .map(visit -> visit.at("/userId").asString() + " " + visit.at("/what").asString()).toList();
    }

    static Stream<JsonNode> items(HttpResponse<byte[]> page) {
        assertThat(page.statusCode()).as(FileClient.text(page)).isEqualTo(200);
        return FileClient.json(page).at("/items").valueStream();
    }
}
