package dev.parley.file.instant;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.core.StringRedisTemplate;
import tools.jackson.databind.JsonNode;

import dev.parley.file.account.AccountRemoval;
import dev.parley.file.content.Sha256;
import dev.parley.file.content.UniqueFiles;
import dev.parley.file.fixture.FileClient;
import dev.parley.file.fixture.FileServiceTest;
import dev.parley.file.staging.StagingArea;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

/** What one person may ask, and what an answer costs. */
class InstantLimitsTest extends FileServiceTest {

    private static final String INSTANT = "/api/files/instant-uploads";

    @Autowired
    private Challenges challenges;
    @Autowired
    private StringRedisTemplate redis;
    @Autowired
    private UniqueFiles contents;
    @Autowired
    private StagingArea staging;
    @Autowired
    private AccountRemoval removal;

    private final long carolId = Ids.next();
    private final byte[] content = randomBytes(2_000);

    @Test
    void whoOffersTooOftenIsToldWhenToComeBackWhateverTheyOffer() {
        availableFile(alice, "a.bin", content);
        exhaust("instant-offers");

        for (String digest : List.of(sha256(content), "00".repeat(32))) {
            HttpResponse<byte[]> refused = offer(digest, content.length);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(FileClient.code(refused)).isEqualTo("too-many-requests");
            assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow()).isBetween(1L, 121L);
        }
    }

    @Test
    void aProofThatComesTooSoonIsNotLookedAtAndSpendsNothing() {
        availableFile(alice, "a.bin", content);
        JsonNode challenge = FileClient.json(offer(sha256(content), content.length));
        exhaust("instant-proofs");

        assertThat(FileClient.code(prove(challenge, FileClient.proof(challenge, content))))
                .isEqualTo("too-many-requests");

        redis.delete(key("instant-proofs"));
        assertThat(prove(challenge, FileClient.proof(challenge, content)).statusCode()).isEqualTo(201);
    }

    @Test
    void onePersonHasABoundedNumberOfOpenChallenges() {
        availableFile(alice, "a.bin", content);
        Instant open = Instant.now().plusSeconds(300);
        for (int i = 0; i < 99; i++) {
            challenges.add(challenge(open));
        }
        assertThat(offer(sha256(content), content.length).statusCode()).as("the hundredth").isEqualTo(201);

        HttpResponse<byte[]> refused = offer(sha256(content), content.length);

        assertThat(FileClient.code(refused)).isEqualTo("too-many-requests");
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("60");
        assertThat(count("SELECT COUNT(*) FROM instant_challenges WHERE owner_id = ?", carolId)).isEqualTo(100);
    }

    @Test
    void challengesWhoseTimeIsOverAreNotCounted() {
        availableFile(alice, "a.bin", content);
        Instant over = Instant.now().minusSeconds(1);
        for (int i = 0; i < 100; i++) {
            challenges.add(challenge(over));
        }

        assertThat(offer(sha256(content), content.length).statusCode()).isEqualTo(201);
    }

    @Test
    void theOpenChallengesOfAPersonAreCountedByIndex() {
        assertThat(jdbc.sql("EXPLAIN " + Challenges.COUNT_OPEN).param("owner", 1).param("now", "2026-01-01")
                .param("limit", 101).query((row, n) -> String.valueOf(row.getString("key"))).list())
                .contains("instant_challenges_owner");
    }

    @Test
    void aContentOfFewBytesIsNeverKnownSinceItCouldBeGuessed() {
        byte[] letter = randomBytes(1_023);
        availableFile(alice, "pin.txt", letter);

        HttpResponse<byte[]> answer = offer(sha256(letter), letter.length);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(FileClient.json(answer).at("/known").asBoolean()).isFalse();
    }

    @Test
    void tenGibibytesAreProvedByTheirRangesAlone() throws IOException {
        long size = 10L << 30;
        byte[] digest = new byte[32];
        new Random(carolId).nextBytes(digest);
        sparseContent(size, Sha256.of(digest));

        JsonNode challenge = FileClient.json(offer(HexFormat.of().formatHex(digest), size));
        MessageDigest proof = Sha256.computation();
        proof.update(Base64.getUrlDecoder().decode(challenge.at("/nonce").asString()));
        challenge.at("/ranges").forEach(range -> proof.update(new byte[range.at("/length").asInt()]));
        HttpResponse<byte[]> proved = prove(challenge, HexFormat.of().formatHex(proof.digest()));

        assertThat(proved.statusCode()).as(FileClient.text(proved)).isEqualTo(201);
        assertThat(FileClient.json(proved).at("/size").asLong()).isEqualTo(size);
        removal.remove(carolId, Instant.now()); // and the content with it
        awaitEmptyOutbox();
        assertThat(count("SELECT COUNT(*) FROM unique_files WHERE size = ?", size)).isZero();
    }

    /** A verified content whose bytes are all zero and take no room. */
    private void sparseContent(long size, Sha256 digest) throws IOException {
        String key = Ids.format(Ids.next());
        staging.create(key);
        try (RandomAccessFile file = new RandomAccessFile(staging.fileOf(key).toFile(), "rw")) {
            file.setLength(size);
        }
        contents.markVerified(contents.addReceived(size, key, Instant.now().plus(Duration.ofHours(1))), digest,
                Map.of());
    }

    private Challenge challenge(Instant expiresAt) {
        return new Challenge(Ids.next(), carolId, 1, new byte[32], List.of(new ChallengeRange(0, 1)), 0, "a", "b/c",
                expiresAt);
    }

    private void exhaust(String limit) {
        long later = Instant.now().plusSeconds(120).getEpochSecond();
        redis.opsForValue().set(key(limit), later + "000000", Duration.ofSeconds(150));
    }

    private String key(String limit) {
        return "parley:limit:" + limit + ":" + Ids.format(carolId);
    }

    private HttpResponse<byte[]> offer(String digest, long size) {
        return person(carolId).post(INSTANT, Map.of("sha256", digest, "size", size, "name", "mine.bin"));
    }

    private HttpResponse<byte[]> prove(JsonNode challenge, String proof) {
        return person(carolId).post(INSTANT + "/" + challenge.at("/id").asString() + "/proof",
                Map.of("proof", proof));
    }
}
