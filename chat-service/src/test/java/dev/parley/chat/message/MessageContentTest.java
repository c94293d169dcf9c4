package dev.parley.chat.message;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import dev.parley.chat.TestClient;
import dev.parley.chat.TwoNodes;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

/** What a text may carry: any Unicode, a reference to what it answers, files. */
class MessageContentTest extends TwoNodes {

    private String channel;
    private TestClient anns;
    private TestClient bobs;

    @BeforeEach
    void connect() {
        channel = world.channel(first, ann, bob);
        anns = world.connect(first, ann);
        bobs = world.connect(second, bob);
    }

    private JsonNode send(Map<String, ?> members) {
        Map<String, Object> all = new HashMap<>(members);
        all.put("channelId", channel);
        all.putIfAbsent("clientMessageId", UUID.randomUUID().toString());
        return anns.awaitAnswer(anns.operation("send", all));
    }

    private static Map<String, String> attachment(String share) {
        return Map.of("share", share);
    }

    @Test
    void everyUnicodeTextArrivesAsItWasSent() {
        List<String> texts = List.of("Grüße", "e\u0301 and é", "שלום עולם", "مرحبا \u202Ebidi\u202C",
                "👩🏽‍❤️‍💋‍👨🏿 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
                "𝒳𠜎", "\u0000\u001F\u2028\uFFFE", "漢字".repeat(2730), " ");
        for (int i = 0; i < texts.size(); i++) {
            anns.sendAcked(channel, "m" + i, texts.get(i));
        }

        bobs.awaitVersions(channel, texts.size());
        assertThat(bobs.messages(channel)).extracting(message -> message.get("text").stringValue()).isEqualTo(texts);
    }

    @Test
    void halfACharacterAndTooManyBytesAreRefused() {
        anns.raw("{\"type\":\"send\",\"ref\":\"half\",\"channelId\":\"" + channel
                + "\",\"clientMessageId\":\"h\",\"text\":\"\\ud83d\"}");

        assertThat(anns.awaitAnswer("half").get("code").stringValue()).isEqualTo("invalid-message");
        assertThat(send(Map.of("text", "漢".repeat(16 * 1024 / 3 + 1))).get("code").stringValue())
                .isEqualTo("message-too-large");
    }

    @Test
    void aReplyTellsWhatItAnswersAlsoWhenThatWasRecalled() {
        anns.sendAcked(channel, "m1", "question");
        var _ = anns.awaitAnswer(
                anns.operation("recall", Map.of("channelId", channel, "clientMessageId", "m2", "target", 1)));

        assertThat(send(Map.of("text", "answer", "replyTo", 1)).get("version").longValue()).isEqualTo(3);

        bobs.awaitVersions(channel, 3);
        assertThat(bobs.messages(channel).getLast().get("replyTo").longValue()).isEqualTo(1);
        assertThat(bobs.messages(channel).getLast().has("target")).isFalse();
        for (long missing : List.of(2L, 77L)) { // a recall, nothing
            assertThat(send(Map.of("text", "answer", "replyTo", missing)).get("code").stringValue())
                    .isEqualTo("target-not-found");
        }
    }

    @Test
    void attachedFilesAreShownAsFileServiceKnowsThem() {
        String plan = world.share("plan — final.pdf", 4096, "application/pdf");
        String photo = world.share("a.jpg", 1, "image/jpeg");

        assertThat(send(Map.of("attachments", List.of(attachment(plan), attachment(photo)))).get("version").longValue())
                .isEqualTo(1);
        assertThat(send(Map.of("text", "see", "attachments", List.of(attachment(plan)))).get("version").longValue())
                .isEqualTo(2);

        bobs.awaitVersions(channel, 2);
        JsonNode files = bobs.messages(channel).getFirst();
        assertThat(files.has("text")).isFalse();
        assertThat(files.get("attachments").toString()).isEqualTo("[{\"share\":\"" + plan
                + "\",\"name\":\"plan — final.pdf\",\"size\":4096,\"mediaType\":\"application/pdf\"},{\"share\":\""
                + photo + "\",\"name\":\"a.jpg\",\"size\":1,\"mediaType\":\"image/jpeg\"}]");
        assertThat(bobs.messages(channel).getLast().get("attachments")).hasSize(1);
    }

    @Test
    void whatNobodySharedIsNotAttached() {
        for (String token : List.of("nobody-made-this", "../../session", "a b", "", "x".repeat(200))) {
            assertThat(send(Map.of("text", "see", "attachments", List.of(attachment(token)))).get("code").stringValue())
                    .isEqualTo("share-not-found");
        }
        anns.raw("{\"type\":\"send\",\"ref\":\"half\",\"channelId\":\"" + channel
                + "\",\"clientMessageId\":\"h\",\"attachments\":[{\"share\":\"\\ud83d\"}]}");
        assertThat(anns.awaitAnswer("half").get("code").stringValue()).isEqualTo("share-not-found");
        assertThat(send(Map.of("text", "see", "attachments",
                List.of(attachment(world.share("bad", 1, "image/png", "rejected"))))).get("code").stringValue())
                .isEqualTo("share-not-found");
    }

    @Test
    void aFileThatIsSharedWithOneChannelIsNotAttachedInAnother() {
        String here = world.shareWith(channel, "for us.txt");
        String elsewhere = world.shareWith(Ids.format(Ids.next()), "for others.txt");

        assertThat(send(Map.of("attachments", List.of(attachment(here)))).get("type").stringValue()).isEqualTo("ack");
        for (int i = 0; i < 2; i++) { // the second time it is known
            assertThat(send(Map.of("attachments", List.of(attachment(elsewhere)))).get("code").stringValue())
                    .isEqualTo("share-not-found");
        }
    }

    @Test
    void whileFileServiceIsAwayTheSenderHearsThatAgainMayHelpAndWhatIsKnownIsStillAttached() {
        String known = world.share("known", 1, "image/png");
        String unknown = world.share("unknown", 1, "image/png");
        send(Map.of("text", "before", "attachments", List.of(attachment(known))));
        world.failFileService(true);
        try {
            JsonNode refused = send(Map.of("text", "during", "attachments", List.of(attachment(unknown))));
            assertThat(refused.get("code").stringValue()).isEqualTo("files-unavailable");
            assertThat(refused.get("retryable").booleanValue()).isTrue();
            assertThat(send(Map.of("text", "during", "attachments", List.of(attachment(known)))).get("type")
                    .stringValue()).isEqualTo("ack");
        } finally {
            world.failFileService(false);
        }
    }

    @Test
    void aMessageHasATextOrAFileAndAtMostTenFiles() {
        anns.raw("{\"type\":\"send\",\"ref\":\"nothing\",\"channelId\":\"" + channel + "\",\"clientMessageId\":\"n\"}");
        anns.raw("{\"type\":\"send\",\"ref\":\"many\",\"channelId\":\"" + channel
                + "\",\"clientMessageId\":\"n\",\"attachments\":[" + "{},".repeat(10) + "{}]}");
        anns.raw("{\"type\":\"send\",\"ref\":\"no share\",\"channelId\":\"" + channel
                + "\",\"clientMessageId\":\"n\",\"attachments\":[{}]}");

        for (String ref : List.of("nothing", "many", "no share")) {
            assertThat(anns.awaitAnswer(ref).get("code").stringValue()).isEqualTo("invalid-frame");
        }
    }
}
