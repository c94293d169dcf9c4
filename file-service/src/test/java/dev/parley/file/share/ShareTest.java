package dev.parley.file.share;

import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import dev.parley.file.fixture.FileClient;
import dev.parley.file.fixture.FileServiceTest;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

class ShareTest extends FileServiceTest {

    private static final String SHARES = "/api/files/shares";

    private final byte[] content = randomBytes(50_000);
    private String file;

    @BeforeEach
    void upload() {
        file = availableFile(alice, "shared.bin", content);
    }

    @Test
    void whoIsSignedInAndHasTheLinkOpensTheFile() {
        String url = share();

        JsonNode shown = FileClient.json(bob.get(url));

        assertThat(shown.at("/name").asString()).isEqualTo("shared.bin");
        assertThat(shown.at("/size").asLong()).isEqualTo(content.length);
        assertThat(shown.at("/sha256").asString()).isEqualTo(sha256(content));
        assertThat(shown.at("/status").asString()).isEqualTo("available");
        assertThat(bob.get(url + "/content").body()).isEqualTo(content);
        assertThat(bob.get(url + "/content", "Range", "bytes=100-199").body())
                .isEqualTo(Arrays.copyOfRange(content, 100, 200));
        assertThat(bob.head(url + "/content").headers().firstValue("Content-Length")).hasValue("50000");
    }

    @Test
    void theTokenHas256BitsAndIsNotStored() {
        JsonNode link = FileClient.json(alice.post(SHARES, Map.of("fileId", file)));

        String token = link.at("/token").asString();
        assertThat(java.util.Base64.getUrlDecoder().decode(token)).hasSize(32);
        assertThat(link.at("/url").asString()).isEqualTo(SHARES + "/" + token);
        assertThat(link.at("/createdAt").asString()).endsWith("Z");
        assertThat(jdbc.sql("SELECT COUNT(*) FROM shares WHERE token_hash = :token")
                .param("token", java.util.Base64.getUrlDecoder().decode(token)).query(Integer.class).single()).isZero();
    }

    @Test
    void aLinkThatNobodyMadeOpensNothing() {
        String url = share();

        for (String wrong : new String[]{url.substring(0, url.length() - 1), url + "x", SHARES + "/none"}) {
            HttpResponse<byte[]> answer = bob.get(wrong);
            assertThat(answer.statusCode()).as(wrong).isEqualTo(404);
            assertThat(FileClient.code(answer)).isEqualTo("share-not-found");
        }
    }

    @Test
    void onlyTheOwnerMakesALink() {
        HttpResponse<byte[]> refused = bob.post(SHARES, Map.of("fileId", file));

        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(FileClient.code(refused)).isEqualTo("file-not-found");
        assertThat(FileClient.code(bob.post(SHARES, Map.of("fileId", Ids.format(Ids.next())))))
                .isEqualTo("file-not-found");
    }

    @Test
    void aWishWithoutAFileNamesTheField() {
        HttpResponse<byte[]> refused = alice.post(SHARES, Map.of());

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(FileClient.json(refused).at("/errors/0/field").asString()).isEqualTo("fileId");
    }

    @Test
    void whoIsNotSignedInOpensNothing() {
        String url = share();

        assertThat(stranger().get(url).statusCode()).isEqualTo(401);
        assertThat(stranger().get(url + "/content").statusCode()).isEqualTo(401);
        assertThat(stranger().post(SHARES, Map.of("fileId", file)).statusCode()).isEqualTo(401);
    }

    @Test
    void anotherServiceThatWasGivenTheLinkLearnsWhatItOpensWithoutAnAccessToken() {
        String token = share().substring(SHARES.length() + 1);

        JsonNode shown = FileClient.json(stranger().get("/internal/shares/" + token));

        assertThat(shown).isEqualTo(FileClient.json(bob.get(SHARES + "/" + token)));
        assertThat(shown.at("/name").asString()).isEqualTo("shared.bin");
        assertThat(stranger().get("/internal/shares/" + token + "/content").statusCode()).isEqualTo(401);
    }

    @Test
    void withoutTheLinkAnotherServiceLearnsNothing() {
        String token = share().substring(SHARES.length() + 1);

        for (String wrong : new String[]{token.substring(1), token + "x", "none"}) {
            HttpResponse<byte[]> answer = stranger().get("/internal/shares/" + wrong);
            assertThat(answer.statusCode()).as(wrong).isEqualTo(404);
            assertThat(FileClient.code(answer)).isEqualTo("share-not-found");
        }
    }

    private String share() {
        HttpResponse<byte[]> created = alice.post(SHARES, Map.of("fileId", file));
        assertThat(created.statusCode()).isEqualTo(201);
        return FileClient.json(created).at("/url").asString();
    }
}
