package dev.parley.parts.real;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@NeedsReal(RealComponent.S3)
class RadosGatewayTest {

    private static final String BUCKET = "parts-test";
    /** The smallest part that S3 takes when it is not the last. */
    private static final int PART = 5 * 1024 * 1024;

    private final RadosGateway gateway = RealPartsSet.shared().s3();

    @Test
    void aStoredObjectIsReadBackWholeAndInRanges() {
        gateway.createBucket(BUCKET);
        byte[] bytes = bytes(100_000);

        assertThat(request("PUT", "/whole").send(bytes).status()).isEqualTo(200);

        assertThat(request("GET", "/whole").send(new byte[0]).body()).isEqualTo(bytes);
        S3Request.Answer range = request("GET", "/whole").withHeader("Range", "bytes=1000-1003").send(new byte[0]);
        assertThat(range.status()).isEqualTo(206);
        assertThat(range.body()).containsExactly(bytes[1000], bytes[1001], bytes[1002], bytes[1003]);
    }

    @Test
    void anObjectUploadedInPartsIsOneObject() {
        gateway.createBucket(BUCKET);
        byte[] first = bytes(PART);
        byte[] last = bytes(10);
        String start = request("POST", "/parts").withQuery(Map.of("uploads", "")).send(new byte[0]).text();
        String uploadId = element(start, "UploadId");

        String firstTag = part(uploadId, 1, first);
        String lastTag = part(uploadId, 2, last);
        S3Request.Answer completed = request("POST", "/parts").withQuery(Map.of("uploadId", uploadId))
                .send("""
                    <CompleteMultipartUpload>
                        <Part><PartNumber>1</PartNumber><ETag>%s</ETag></Part><Part><PartNumber>2</PartNumber><ETag>%s</ETag></Part>
                    </CompleteMultipartUpload>
                    """
                        .formatted(firstTag, lastTag).getBytes(StandardCharsets.UTF_8));

        assertThat(completed.status()).as(completed.text()).isEqualTo(200);
        assertThat(request("HEAD", "/parts").send(new byte[0]).headers().firstValue("Content-Length"))
                .contains(Integer.toString(PART + 10));
    }

    @Test
    void anObjectSurvivesAKillOfTheWholeCluster() {
        Needs.ours(gateway);
        gateway.createBucket(BUCKET);
        byte[] bytes = bytes(1_000);
        assertThat(request("PUT", "/kept").send(bytes).status()).isEqualTo(200);

        gateway.kill();
        gateway.start();

        assertThat(request("GET", "/kept").send(new byte[0]).body()).isEqualTo(bytes);
    }

    @Test
    void aWrongSecretIsRefused() {
        RadosGateway.Access access = gateway.access();
        RadosGateway.Access wrong = new RadosGateway.Access(access.endpoint(), access.region(), access.accessKey(),
                "wrong");

        assertThat(S3Request.of(wrong, "PUT", "/" + BUCKET + "-wrong").send(new byte[0]).status()).isEqualTo(403);
    }

    private S3Request request(String method, String key) {
        return S3Request.of(gateway.access(), method, "/" + BUCKET + key);
    }

    private String part(String uploadId, int number, byte[] bytes) {
        S3Request.Answer answer = request("PUT", "/parts")
                .withQuery(Map.of("partNumber", Integer.toString(number), "uploadId", uploadId)).send(bytes);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.headers().firstValue("ETag").orElseThrow();
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private static String element(String xml, String name) {
        Matcher matcher = Pattern.compile("<" + name + ">([^<]+)</" + name + ">").matcher(xml);
        assertThat(matcher.find()).as(xml).isTrue();
        return matcher.group(1);
    }
}
