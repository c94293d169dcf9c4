package dev.parley.parts.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One S3 request, signed by AWS Signature Version 4. Enough to prepare and to look at a store; services use an S3 client.
 *
 * @param path {@code /bucket/key}, of characters that need no encoding
 * @param query sorted by name, values of characters that need no encoding
 * @param headers sent, but not signed
 */
record S3Request(RadosGateway.Access access, String method, String path, TreeMap<String, String> query,
        Map<String, String> headers) {

    private static final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
            .withZone(ZoneOffset.UTC);

    @SuppressWarnings("ArrayRecordComponent") // read once, compared by nobody
    record Answer(int status, HttpHeaders headers, byte[] body) {

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    static S3Request of(RadosGateway.Access access, String method, String path) {
        return new S3Request(access, method, path, new TreeMap<>(), Map.of());
    }

    S3Request withQuery(Map<String, String> parameters) {
        return new S3Request(access, method, path, new TreeMap<>(parameters), headers);
    }

    S3Request withHeader(String name, String value) {
        return new S3Request(access, method, path, query, Map.of(name, value));
    }

    Answer send(byte[] body) {
        String queryText = queryText();
        URI uri = URI.create(access.endpoint() + path + (queryText.isEmpty() ? "" : "?" + queryText));
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            String time = TIME.format(Instant.now());
            String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
            request.header("x-amz-date", time).header("x-amz-content-sha256", digest)
                    .header("Authorization", authorization(uri.getAuthority(), time, digest));
            HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException("S3 request " + method + " " + path + ": " + e, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private String queryText() {
        StringBuilder text = new StringBuilder();
        query.forEach((name, value) -> text.append(text.isEmpty() ? "" : "&").append(name).append('=').append(value));
        return text.toString();
    }

    private String authorization(String host, String time, String digest) throws GeneralSecurityException {
        String signedHeaders = "host;x-amz-content-sha256;x-amz-date";
        String canonical = String.join("\n", method, path, queryText(), "host:" + host,
                "x-amz-content-sha256:" + digest,
                "x-amz-date:" + time, "", signedHeaders, digest);
        String day = time.substring(0, 8);
        String scope = day + "/" + access.region() + "/s3/aws4_request";
        String hash = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8)));
        byte[] key = ("AWS4" + access.secretKey()).getBytes(StandardCharsets.UTF_8);
        for (String part : new String[]{day, access.region(), "s3", "aws4_request"}) {
            key = hmac(key, part);
        }
        String signature = HexFormat.of()
                .formatHex(hmac(key, String.join("\n", "AWS4-HMAC-SHA256", time, scope, hash)));
        return "AWS4-HMAC-SHA256 Credential=" + access.accessKey() + "/" + scope + ", SignedHeaders=" + signedHeaders
                + ", Signature="
                + signature;
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
