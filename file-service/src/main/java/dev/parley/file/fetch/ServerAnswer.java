package dev.parley.file.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.io.CloseMode;

/** What a server answered: status and headers are here, the body is still on its way. Closing it closes the connection at once. */
record ServerAnswer(FetchUrl url, ClassicHttpResponse response, HttpGet request,
        CloseableHttpClient client) implements AutoCloseable {

    int status() {
        return response.getCode();
    }

    /** A header that is there exactly once; one that is repeated says nothing. */
    Optional<String> header(String name) {
        Header[] all = response.getHeaders(name);
        return all.length == 1 ? Optional.ofNullable(all[0].getValue()) : Optional.empty();
    }

    /** The length of the body, where the server says it beforehand. */
    OptionalLong length() {
        HttpEntity body = response.getEntity();
        long length = body == null ? 0 : body.getContentLength();
        return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
    }

    InputStream body() throws IOException {
        HttpEntity body = response.getEntity();
        return body == null ? InputStream.nullInputStream() : body.getContent();
    }

    /** What is left of the body is not waited for. */
    @Override
    public void close() {
        close(request, client);
    }

    static void close(HttpGet request, CloseableHttpClient client) {
        request.cancel();
        client.close(CloseMode.IMMEDIATE);
    }
}
