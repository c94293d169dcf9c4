package dev.parley.journey;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** What a person who uploads and downloads for figures sends. */
final class FileLoad {

    private final String token;

    FileLoad(String token) {
        this.token = token;
    }

    /** The head of a request; {@code more} headers end with a line break each. */
    String head(String method, String path, String more) {
        return method + " " + path + " HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer " + token + "\r\n" + more;
    }

    /** Opens an upload; its path. */
    String create(RawHttp http, long length) throws IOException {
        RawHttp.Answer created = http.send(head("POST", "/api/files/uploads",
                "Tus-Resumable: 1.0.0\r\nContent-Length: 0\r\nUpload-Length: " + length + "\r\n"), new byte[0]);
        assertThat(created.status()).as(created.begin()).isEqualTo(201);
        return created.header("location");
    }

    /** A file that is the same each time it is made. */
    static void writeRandom(Path file, long size) throws IOException {
        byte[] block = new byte[1 << 20];
        new Random(1).nextBytes(block);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long written = 0; written < size; written += block.length) {
                block[0]++;
                block[1] += block[0] == 0 ? 1 : 0;
                out.write(block);
            }
        }
    }
}
