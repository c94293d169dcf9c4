package dev.parley.file.share;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import dev.parley.file.fixture.FileClient;

import static org.assertj.core.api.Assertions.assertThat;

/** Who may do what with a link: everybody beside every operation. */
class ShareAccessTest extends ShareCalls {

    /** What each person gets: the maker, a member, a stranger who has the link, a stranger who has it not, nobody. */
    private record Operation(String method, String path, String body, int maker, int member, int withLink,
            int withoutLink, int nobody) {}

    private static final List<Operation> OF_A_CHANNEL_LINK = List.of(
            new Operation("POST", "", "{\"fileId\":\"FILE\"}", 201, 404, 404, 404, 401),
            new Operation("GET", "/TOKEN", "", 200, 200, 404, 404, 401),
            new Operation("GET", "/TOKEN/content", "", 200, 200, 404, 404, 401),
            new Operation("HEAD", "/TOKEN/content", "", 200, 200, 404, 404, 401),
            new Operation("POST", "/TOKEN/unlock", "{\"password\":\"none here\"}", 422, 422, 404, 404, 401),
            new Operation("POST", "/TOKEN/save", "{\"onConflict\":\"keep-both\"}", 201, 201, 404, 404, 401),
            new Operation("GET", "/ID/visits", "", 200, 404, 404, 404, 401),
            new Operation("GET", "/ID", "", 404, 404, 404, 404, 401),
            new Operation("GET", "/TOKEN/visits", "", 404, 404, 404, 404, 401),
            new Operation("DELETE", "/TOKEN", "", 404, 404, 404, 404, 401));
    private static final List<Operation> OF_AN_OPEN_LINK = List.of(
            new Operation("GET", "/TOKEN", "", 200, 200, 200, 404, 401),
            new Operation("GET", "/TOKEN/content", "", 200, 200, 200, 404, 401),
            new Operation("HEAD", "/TOKEN/content", "", 200, 200, 200, 404, 401),
            new Operation("POST", "/TOKEN/save", "{\"onConflict\":\"keep-both\"}", 201, 201, 201, 404, 401),
            new Operation("GET", "/ID/visits", "", 200, 404, 404, 404, 401));

    @Test
    void everybodyMayWhatTheTableSaysAndNoMore() {
        String file = availableFile(ann(), "table.bin", content);
        assertTable(file, share(file, Map.of("channelId", chat.channel(annId, benId))), OF_A_CHANNEL_LINK);
        assertTable(file, share(file, Map.of()), OF_AN_OPEN_LINK);
    }

    @Test
    void onlyTheMakerTakesALinkBackAndSeesItInAList() {
        String file = ann().upload("mine.bin", content);
        JsonNode link = share(file, Map.of());
        String path = SHARES + "/" + link.at("/id").asString();

        assertThat(stranger().delete(path).statusCode()).isEqualTo(401);
        assertThat(stranger().get(SHARES).statusCode()).isEqualTo(401);
        assertProblem(ben().delete(path), 404, "share-not-found");
        assertThat(items(ben().get(SHARES))).isEmpty();
        assertThat(items(ben().get(SHARES + "?fileId=" + file))).isEmpty();
        assertThat(items(ann().get(SHARES)).map(item -> item.has("token") || item.has("url"))).containsExactly(false);
        assertThat(ben().get(link.at("/url").asString()).statusCode()).isEqualTo(200);
    }

    private void assertTable(String file, JsonNode link, List<Operation> operations) {
        for (Operation operation : operations) {
            assertStatus(ann(), operation, file, link, operation.maker());
            assertStatus(ben(), operation, file, link, operation.member());
            assertStatus(carl(), operation, file, link, operation.withLink());
            assertStatus(stranger(), operation, file, link, operation.nobody());
            String guessed = operation.path().replace("TOKEN", "x".repeat(43));
            Operation guess = new Operation(operation.method(), guessed, operation.body(), 0, 0, 0, 0, 0);
            assertStatus(person(), guess, file, link, operation.withoutLink());
        }
    }

    private static void assertStatus(FileClient who, Operation operation, String file, JsonNode link, int expected) {
        String path = SHARES + operation.path().replace("ID", link.at("/id").asString()).replace("TOKEN",
                link.at("/token").asString());
        HttpResponse<byte[]> answer = who.send(operation.method(), path,
                operation.body().isEmpty()
                        ? BodyPublishers.noBody()
                        : BodyPublishers.ofString(operation.body().replace("FILE", file)),
                "Content-Type", "application/json");
        assertThat(answer.statusCode()).as(operation + " " + FileClient.text(answer)).isEqualTo(expected);
    }
}
