package dev.parley.file.content;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.parley.file.fixture.FileClient;
import dev.parley.file.fixture.FileServiceTest;

import static org.assertj.core.api.Assertions.assertThat;

/** Each condition of a request beside each kind of range, with the precedence of RFC 9110, section 13.2.2. */
class ConditionalDownloadTest extends FileServiceTest {

    /** What a request says of the content: E the ETag, M the time of its change, B before it, A after it. */
    private static final List<Condition> CONDITIONS = List.of(
            new Condition("", 200),
            new Condition("If-Match: E", 200),
            new Condition("If-Match: \"x\", E", 200),
            new Condition("If-Match: *", 200),
            new Condition("If-Match: \"x\"", 412),
            new Condition("If-Match: W/E", 412),
            new Condition("If-Unmodified-Since: M", 200),
            new Condition("If-Unmodified-Since: A", 200),
            new Condition("If-Unmodified-Since: B", 412),
            new Condition("If-Unmodified-Since: yesterday", 200),
            new Condition("If-Match: E; If-Unmodified-Since: B", 200),
            new Condition("If-None-Match: E", 304),
            new Condition("If-None-Match: W/E", 304),
            new Condition("If-None-Match: *", 304),
            new Condition("If-None-Match: \"x\"", 200),
            new Condition("If-None-Match: \"x\", E", 304),
            new Condition("If-Modified-Since: M", 304),
            new Condition("If-Modified-Since: A", 304),
            new Condition("If-Modified-Since: B", 200),
            new Condition("If-Modified-Since: yesterday", 200),
            new Condition("If-None-Match: \"x\"; If-Modified-Since: A", 200),
            new Condition("If-None-Match: E; If-Modified-Since: B", 304),
            new Condition("If-Match: \"x\"; If-None-Match: E", 412),
            new Condition("If-Match: E; If-None-Match: E", 304),
            new Condition("If-Unmodified-Since: B; If-Modified-Since: A", 412));
    /** The status where the conditions let the request through. */
    private static final List<Condition> RANGES = List.of(
            new Condition("", 200),
            new Condition("Range: bytes=10-19", 206),
            new Condition("Range: bytes=10-19,5000-5009", 206),
            new Condition("Range: bytes=900000-", 416),
            new Condition("Range: bytes=10-19; If-Range: E", 206),
            new Condition("Range: bytes=10-19; If-Range: W/E", 200),
            new Condition("Range: bytes=10-19; If-Range: \"x\"", 200),
            new Condition("Range: bytes=900000-; If-Range: \"x\"", 200),
            new Condition("Range: bytes=10-19; If-Range: M", 206),
            new Condition("Range: bytes=10-19; If-Range: B", 200),
            new Condition("Range: bytes=10-19; If-Range: A", 200),
            new Condition("Range: bytes=10-19; If-Range: soon", 200),
            new Condition("If-Range: \"x\"", 200));

    private record Condition(String headers, int status) {}

    private final byte[] content = randomBytes(20_000);

    @Test
    void everyConditionHasItsAnswerWithEveryRange() {
        String file = availableFile(alice, "conditions.bin", content);
        Values values = new Values('"' + sha256(content) + '"', alice.file(file).at("/createdAt").asString());

        for (Condition condition : CONDITIONS) {
            for (Condition range : RANGES) {
                HttpResponse<byte[]> answer = alice.content(file, values.in(condition.headers(), range.headers()));
                int expected = condition.status() == 200 ? range.status() : condition.status();
                String asked = condition.headers() + " | " + range.headers();
                assertThat(answer.statusCode()).as(asked).isEqualTo(expected);
                assertAnswer(answer, values, asked);
            }
            HttpResponse<byte[]> head = alice.head("/api/files/drive/" + file + "/content",
                    values.in(condition.headers(), "Range: bytes=10-19"));
            assertThat(head.statusCode()).as("HEAD " + condition.headers()).isEqualTo(condition.status());
        }
    }

    @Test
    void beforeTheDigestIsKnownTheDateAloneTellsVersionsApart() {
        hashWorker.holdAnswers();
        String file = alice.upload("processing.bin", content);
        Values values = new Values("\"" + sha256(content) + "\"", alice.file(file).at("/createdAt").asString());

        HttpResponse<byte[]> whole = alice.content(file);
        assertThat(whole.headers().firstValue("ETag")).isEmpty();
        assertThat(whole.headers().firstValue("Repr-Digest")).isEmpty();
        assertThat(whole.headers().firstValue("Last-Modified")).hasValue(values.at(0));
        assertThat(statusOf(file, values, "If-Range: M")).isEqualTo(206);
        assertThat(statusOf(file, values, "If-Range: E")).isEqualTo(200);
        assertThat(statusOf(file, values, "If-Match: E")).isEqualTo(412);
        assertThat(statusOf(file, values, "If-Match: *")).isEqualTo(206);
        assertThat(statusOf(file, values, "If-None-Match: E")).isEqualTo(206);
        assertThat(statusOf(file, values, "If-None-Match: *")).isEqualTo(304);
        assertThat(statusOf(file, values, "If-Modified-Since: M")).isEqualTo(304);
    }

    private int statusOf(String file, Values values, String condition) {
        return alice.content(file, values.in(condition, "Range: bytes=10-19")).statusCode();
    }

    private void assertAnswer(HttpResponse<byte[]> answer, Values values, String asked) {
        switch (answer.statusCode()) {
            case 200 -> assertThat(answer.body()).as(asked).isEqualTo(content);
            case 206 -> {
                if (answer.headers().firstValue("Content-Range").isPresent()) {
                    assertThat(answer.body()).as(asked).isEqualTo(Arrays.copyOfRange(content, 10, 20));
                }
            }
            case 304 -> {
                assertThat(answer.body()).as(asked).isEmpty();
                assertThat(answer.headers().firstValue("ETag")).as(asked).hasValue(values.etag());
                assertThat(answer.headers().firstValue("Cache-Control")).as(asked).hasValue("private, no-cache");
                assertThat(answer.headers().firstValue("Content-Disposition")).as(asked).isEmpty();
            }
            case 412 -> assertThat(FileClient.code(answer)).as(asked).isEqualTo("precondition-failed");
            case 416 -> assertThat(answer.headers().firstValue("Content-Range")).as(asked).hasValue("bytes */20000");
            default -> throw new AssertionError(asked + ": " + FileClient.text(answer));
        }
    }

    /** What stands for the letters. */
    private record Values(String etag, String createdAt) {

        String[] in(String... texts) {
            List<String> headers = new ArrayList<>();
            for (String text : texts) {
                for (String header : text.isEmpty() ? new String[0] : text.split("; ", -1)) {
                    String name = header.substring(0, header.indexOf(':'));
                    headers.add(name);
                    headers.add(value(header.substring(name.length() + 2)));
                }
            }
            return headers.toArray(new String[0]);
        }

        private String value(String text) {
            return switch (text) {
                case "M" -> at(0);
                case "A" -> at(1);
                case "B" -> at(-1);
                default -> text.endsWith("E") ? text.substring(0, text.length() - 1) + etag : text;
            };
        }

        /** The time of the content's change and so many seconds, as HTTP writes it. */
        String at(int seconds) {
            return DateTimeFormatter.RFC_1123_DATE_TIME.format(Instant.parse(createdAt)
                    .truncatedTo(ChronoUnit.SECONDS).plusSeconds(seconds).atOffset(ZoneOffset.UTC))
                    .replaceFirst(", (\\d) ", ", 0$1 ");
        }
    }
}
