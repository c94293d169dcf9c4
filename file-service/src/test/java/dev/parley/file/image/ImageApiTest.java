package dev.parley.file.image;

import java.awt.image.BufferedImage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.file.account.AccountRemoval;
import dev.parley.file.blob.BlobStore;
import dev.parley.file.content.UniqueFile;
import dev.parley.file.fixture.FileClient;
import dev.parley.file.fixture.FileServiceTest;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

/** From the upload of a picture to its thumbnail. */
class ImageApiTest extends FileServiceTest {

    @Autowired
    private BlobStore blobs;
    @Autowired
    private AccountRemoval removal;
    @Autowired
    private ImageMaking making;
    @Autowired
    private RabbitTemplate rabbit;

    @BeforeEach
    void emptyParkingQueue() {
        while (rabbit.receive("file.images.parking") != null) {
            // what another test has left there
        }
    }

    @Test
    void aPictureGetsItsDimensionsAndAThumbnail() {
        String file = alice.upload("holiday.txt", picture(1_200, 900));

        JsonNode image = awaitImage(alice, file);

        assertThat(image.at("/width").asInt()).isEqualTo(1_200);
        assertThat(image.at("/height").asInt()).isEqualTo(900);
        HttpResponse<byte[]> thumbnail = alice.get(image.at("/thumbnail").asString());
        assertThat(thumbnail.statusCode()).isEqualTo(200);
        assertThat(thumbnail.headers().firstValue("Content-Type")).hasValue("image/jpeg");
        assertThat(thumbnail.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        BufferedImage small = Pictures.read(thumbnail.body());
        assertThat(new int[]{small.getWidth(), small.getHeight()}).containsExactly(512, 384);
        String tag = thumbnail.headers().firstValue("ETag").orElseThrow();
        assertThat(alice.get(image.at("/thumbnail").asString(), "If-None-Match", tag).statusCode()).isEqualTo(304);
        assertThat(alice.head(image.at("/thumbnail").asString()).headers().firstValueAsLong("Content-Length"))
                .hasValue(thumbnail.body().length);
    }

    @Test
    void whoHasThePictureIsToldWhenItsThumbnailIsThere() throws Exception {
        long id = Ids.next();
        List<String> lines = new CopyOnWriteArrayList<>();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<Stream<String>> events = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/files/events"))
                            .header("Authorization", "Bearer " + issuer.token(id)).build(),
                    HttpResponse.BodyHandlers.ofLines());
            Thread.startVirtualThread(() -> events.body().forEach(lines::add));
            await().until(() -> lines.contains("event: ready"));

            String file = person(id).upload("told.jpg", picture(80, 40));

            await().until(() -> lines.contains("event: image") && lines.getLast().isEmpty());
            JsonNode data = new JsonMapper().readTree(lines.get(lines.indexOf("event: image") + 1).substring(6));
            assertThat(MESSAGES.violations("image", data)).isEmpty();
            assertThat(data.at("/id").asString()).isEqualTo(file);
            assertThat(data.at("/width").asInt()).isEqualTo(80);
            http.shutdownNow();
        }
    }

    @Test
    void theThumbnailsOfOthersDoNotExist() {
        String file = alice.upload("mine.jpg", picture(40, 30));
        String path = awaitImage(alice, file).at("/thumbnail").asString();

        HttpResponse<byte[]> others = bob.get(path);
        assertThat(others.statusCode()).isEqualTo(404);
        assertThat(FileClient.code(others)).isEqualTo("file-not-found");
        assertThat(FileClient.code(bob.get("/api/files/drive/" + Ids.format(Ids.next()) + "/thumbnail")))
                .isEqualTo("file-not-found");
        assertThat(stranger().get(path).statusCode()).isEqualTo(401);
    }

    @Test
    void oneContentHasOneThumbnailWhoeverHasIt() {
        byte[] picture = picture(50, 40);
        String hers = alice.upload("a.jpg", picture);
        awaitImage(alice, hers);

        String his = availableFile(bob, "b.jpg", picture);

        assertThat(awaitImage(bob, his).at("/width").asInt()).isEqualTo(50);
        assertThat(contentOf(his)).isEqualTo(contentOf(hers));
    }

    @Test
    void theThumbnailGoesWithItsContent() throws Exception {
        long leaving = Ids.next();
        String file = person(leaving).upload("short.jpg", picture(60, 40));
        awaitImage(person(leaving), file);
        long content = contentOf(file);
        assertThat(blobs.open(UniqueFile.thumbnailKeyOf(content))).isPresent();

        removal.remove(leaving, Instant.now());

        awaitEmptyOutbox();
        assertThat(blobs.open(UniqueFile.thumbnailKeyOf(content))).isEmpty();
    }

    @Test
    void aThumbnailThatIsMadeWhileItsContentIsRemovedLeavesNothing() throws Exception {
        long leaving = Ids.next();
        String file = person(leaving).upload("short.jpg", picture(61, 40));
        awaitImage(person(leaving), file);
        long content = contentOf(file);
        removal.remove(leaving, Instant.now());
        awaitEmptyOutbox();

        MessageProperties late = new MessageProperties();
        late.setCorrelationId(Ids.format(content));
        publisher.publish("file.images", new byte[0], late);
        making.make(content);
        settle();

        assertThat(blobs.open(UniqueFile.thumbnailKeyOf(content))).isEmpty();
        assertThat(rabbit.receive("file.images.parking")).isNull();
    }

    @Test
    void whatOnlyLooksLikeAPictureIsAFileWithoutOne() {
        String text = availableFile(alice, "holiday.jpg", "not at all a picture".getBytes(StandardCharsets.UTF_8));
        byte[] broken = java.util.Arrays.copyOf(picture(63, 40), 150);
        String cut = availableFile(alice, "cut.jpg", broken);
        settle();

        for (String file : new String[]{text, cut}) {
            assertThat(alice.status(file)).isEqualTo("available");
            assertThat(alice.file(file).has("image")).isFalse();
            assertThat(FileClient.code(alice.get("/api/files/drive/" + file + "/thumbnail"))).isEqualTo("no-thumbnail");
        }
        assertThat(rabbit.receive("file.images.parking")).isNull();
    }

    @Test
    void aMessageAboutNothingIsParked() {
        publisher.publish("file.images", new byte[0], new MessageProperties());

        await().until(() -> rabbit.receive("file.images.parking") != null);
    }

    @Test
    void whoHasAPictureIsFoundByIndex() {
        assertThat(jdbc.sql("EXPLAIN " + ImageMaking.FILES_OF).param("content", 1).param("most", 100)
                .query((row, n) -> row.getString("key")).list()).containsExactly("user_files_content");
    }

    /** Waits until all requests for thumbnails that were sent so far are worked on: they are, one after the other. */
    private void settle() {
        String last = alice.upload("last.jpg", picture(70, 40));
        awaitImage(alice, last);
    }

    private JsonNode awaitImage(FileClient owner, String file) {
        await().until(() -> owner.file(file).has("image"));
        return owner.file(file).at("/image");
    }

    /** A picture like no other. */
    private static byte[] picture(int width, int height) {
        byte[] exif = Pictures.exif(1, true, "no " + new Random().nextLong());
        return Pictures.withExif(Pictures.jpeg(width, height), exif);
    }
}
