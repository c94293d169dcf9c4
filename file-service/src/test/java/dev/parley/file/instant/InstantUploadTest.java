package dev.parley.file.instant;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

import dev.parley.file.fixture.FileClient;
import dev.parley.file.fixture.FileServiceTest;
import dev.parley.platform.id.Ids;
import dev.parley.platform.store.UtcColumn;

import static org.assertj.core.api.Assertions.assertThat;

class InstantUploadTest extends FileServiceTest {

    private static final String INSTANT = "/api/files/instant-uploads";

    @Autowired
    private Challenges challenges;

    private final byte[] content = randomBytes(300_000);
    private String original;

    @BeforeEach
    void upload() {
        original = availableFile(alice, "original.bin", content);
    }

    @Test
    void whoHasTheContentGetsTheFileWithoutSendingIt() {
        JsonNode challenge = offer();

        HttpResponse<byte[]> proved = prove(challenge, FileClient.proof(challenge, content));

        assertThat(proved.statusCode()).as(FileClient.text(proved)).isEqualTo(201);
        JsonNode file = FileClient.json(proved);
        assertThat(file.at("/status").asString()).isEqualTo("available");
        assertThat(file.at("/name").asString()).isEqualTo("mine.bin");
        assertThat(file.at("/sha256").asString()).isEqualTo(sha256(content));
        assertThat(bob.content(file.at("/id").asString()).body()).isEqualTo(content);
        assertThat(contentOf(file.at("/id").asString())).isEqualTo(contentOf(original));
    }

    @Test
    void theChallengeAsksForFreshRangesForAShortTime() {
        JsonNode challenge = offer();

        assertThat(Base64.getUrlDecoder().decode(challenge.at("/nonce").asString())).hasSize(32);
        assertThat(challenge.at("/ranges").size()).isBetween(4, 8);
        Instant expires = Instant.parse(challenge.at("/expiresAt").asString());
        assertThat(expires).isBetween(Instant.now(), Instant.now().plusSeconds(61));
        assertThat(offer().at("/nonce").asString()).isNotEqualTo(challenge.at("/nonce").asString());
    }

    @Test
    void aContentThatIsNotHereIsUnknown() {
        for (Map<String, Object> unknown : List.<Map<String, Object>>of(
                Map.of("sha256", "00".repeat(32), "size", 300_000, "name", "a"),
                Map.of("sha256", sha256(content), "size", 299_999, "name", "a"))) {
            HttpResponse<byte[]> answer = bob.post(INSTANT, unknown);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo("{\"known\":false}");
        }
    }

    @Test
    void aContentThatIsNotVerifiedIsUnknown() {
        hashWorker.holdAnswers();
        byte[] fresh = randomBytes(1_001);
        alice.upload("fresh.bin", fresh);

        JsonNode answer = FileClient.json(bob.post(INSTANT,
                Map.of("sha256", sha256(fresh), "size", fresh.length, "name", "a")));

        assertThat(answer.at("/known").asBoolean()).isFalse();
    }

    @Test
    void aWrongProofFailsAndSpendsTheChallenge() {
        JsonNode challenge = offer();
        byte[] almost = content.clone();
        int within = challenge.at("/ranges/0/offset").asInt();
        almost[within] ^= 1;

        HttpResponse<byte[]> wrong = prove(challenge, FileClient.proof(challenge, almost));

        assertThat(wrong.statusCode()).isEqualTo(403);
        assertThat(FileClient.code(wrong)).isEqualTo("proof-failed");
        assertThat(prove(challenge, FileClient.proof(challenge, content)).statusCode()).isEqualTo(410);
    }

    @Test
    void theHashAloneProvesNothing() {
        JsonNode challenge = offer();

        assertThat(prove(challenge, sha256(content)).statusCode()).isEqualTo(403);
    }

    @Test
    void aProofIsGoodOnce() {
        JsonNode challenge = offer();
        String proof = FileClient.proof(challenge, content);
        prove(challenge, proof);

        HttpResponse<byte[]> again = prove(challenge, proof);

        assertThat(again.statusCode()).isEqualTo(410);
        assertThat(FileClient.code(again)).isEqualTo("challenge-expired");
    }

    @Test
    void aChallengeWhoseTimeIsOverCannotBeAnswered() {
        JsonNode challenge = offer();
        expireAll();

        assertThat(prove(challenge, FileClient.proof(challenge, content)).statusCode()).isEqualTo(410);
    }

    @Test
    void challengesWhoseTimeIsOverAreRemoved() {
        offer();
        expireAll();

        challenges.removeExpired();

        assertThat(jdbc.sql("SELECT COUNT(*) FROM instant_challenges").query(Integer.class).single()).isZero();
    }

    @Test
    void theChallengesOfOthersDoNotExist() {
        JsonNode challenge = offer();
        String path = INSTANT + "/" + challenge.at("/id").asString() + "/proof";
        String proof = FileClient.proof(challenge, content);

        assertThat(person().post(path, Map.of("proof", proof)).statusCode()).isEqualTo(410);
        assertThat(bob.post(INSTANT + "/" + Ids.format(Ids.next()) + "/proof", Map.of("proof", proof)).statusCode())
                .isEqualTo(410);
        assertThat(prove(challenge, proof).statusCode()).as("it was not spent by the other").isEqualTo(201);
    }

    @Test
    void theFileComesIntoTheFolderThatWasNamedAndBothAreKeptWhenItsNameIsTaken() {
        String folder = FileClient.json(bob.post("/api/files/drive/folders", Map.of("name", "Pictures"))).at("/id")
                .asString();
        Map<String, Object> offer = Map.of("sha256", sha256(content), "size", content.length, "name", "mine.bin",
                "folderId", folder);
        for (String name : List.of("mine.bin", "mine (2).bin")) {
            JsonNode challenge = FileClient.json(bob.post(INSTANT, offer));
            JsonNode file = FileClient.json(prove(challenge, FileClient.proof(challenge, content)));
            assertThat(file.at("/name").asString()).isEqualTo(name);
            assertThat(file.at("/folderId").asString()).isEqualTo(folder);
        }
    }

    @Test
    void aFolderOfSomebodyElseDoesNotExistWhateverTheContent() {
        String folder = FileClient.json(alice.post("/api/files/drive/folders", Map.of("name", "Hers"))).at("/id")
                .asString();
        for (String digest : List.of(sha256(content), "00".repeat(32))) {
            HttpResponse<byte[]> refused = bob.post(INSTANT,
                    Map.of("sha256", digest, "size", content.length, "name", "a", "folderId", folder));
            assertThat(refused.statusCode()).isEqualTo(404);
            assertThat(FileClient.code(refused)).isEqualTo("folder-not-found");
        }
    }

    @Test
    void aFolderThatIsGoneWhenTheProofComesMakesItTheRoot() {
        String folder = FileClient.json(bob.post("/api/files/drive/folders", Map.of("name", "Short"))).at("/id")
                .asString();
        JsonNode challenge = FileClient.json(bob.post(INSTANT,
                Map.of("sha256", sha256(content), "size", content.length, "name", "mine.bin", "folderId", folder)));
        bob.send("DELETE", "/api/files/drive/" + folder, HttpRequest.BodyPublishers.noBody());

        JsonNode file = FileClient.json(prove(challenge, FileClient.proof(challenge, content)));

        assertThat(file.at("/status").asString()).isEqualTo("available");
        assertThat(file.has("folderId")).isFalse();
    }

    @Test
    void valuesThatAreNotAllowedAreAllNamed() {
        HttpResponse<byte[]> refused = bob.post(INSTANT, Map.of("sha256", "abc", "size", -1, "name", "a/b"));

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(FileClient.json(refused).at("/errors").findValuesAsString("field"))
                .containsExactly("sha256", "size", "name");
        assertThat(bob.post(INSTANT + "/" + Ids.format(Ids.next()) + "/proof", Map.of("proof", "x")).statusCode())
                .isEqualTo(422);
        assertThat(bob.post(INSTANT, List.of()).statusCode()).isEqualTo(400);
    }

    @Test
    void nobodyAsksWithoutAToken() {
        assertThat(stranger().post(INSTANT, Map.of()).statusCode()).isEqualTo(401);
        assertThat(stranger().post(INSTANT + "/" + Ids.format(Ids.next()) + "/proof", Map.of()).statusCode())
                .isEqualTo(401);
    }

    private JsonNode offer() {
        HttpResponse<byte[]> answer = bob.post(INSTANT,
                Map.of("sha256", sha256(content), "size", content.length, "name", "mine.bin"));
        assertThat(answer.statusCode()).as(FileClient.text(answer)).isEqualTo(201);
        JsonNode challenge = FileClient.json(answer);
        assertThat(challenge.at("/known").asBoolean()).isTrue();
        return challenge;
    }

    private HttpResponse<byte[]> prove(JsonNode challenge, String proof) {
        return bob.post(INSTANT + "/" + challenge.at("/id").asString() + "/proof", Map.of("proof", proof));
    }

    private void expireAll() {
        jdbc.sql("UPDATE instant_challenges SET expires_at = :past")
                .param("past", UtcColumn.of(Instant.now().minus(Duration.ofSeconds(1)))).update();
    }
}
