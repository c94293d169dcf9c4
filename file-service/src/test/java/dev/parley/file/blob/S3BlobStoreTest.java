package dev.parley.file.blob;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

import dev.parley.file.fixture.S3Server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The contract against a real S3 server. */
class S3BlobStoreTest implements BlobStoreContract {

    private static final S3Server server = new S3Server("blobs");
    private static final S3BlobStore store = new S3BlobStore(settings(S3Server.SECRET_KEY));

    private static BlobSettings.S3 settings(String secretKey) {
        return new BlobSettings.S3(server.endpoint().toString(), "us-east-1", "blobs", S3Server.ACCESS_KEY, secretKey,
                DataSize.ofMegabytes(5), DataSize.ofMegabytes(5), Duration.ofSeconds(20));
    }

    @AfterAll
    static void stop() {
        store.close();
        server.stop();
    }

    @Override
    public BlobStore store() {
        return store;
    }

    @Test
    void aStoreThatIsAwayIsUnavailable(@TempDir Path folder) throws IOException {
        Path source = Files.writeString(folder.resolve("source"), "x");
        S3Server other = new S3Server("blobs");
        other.stop();
        BlobSettings.S3 away = new BlobSettings.S3(other.endpoint().toString(), "us-east-1", "blobs", "a", "b",
                DataSize.ofMegabytes(5), DataSize.ofMegabytes(5), Duration.ofSeconds(2));

        try (S3BlobStore unreachable = new S3BlobStore(away)) {
            assertThatThrownBy(() -> unreachable.put(new BlobKey("abcd"), source))
                    .isInstanceOf(BlobStoreUnavailableException.class);
            assertThatThrownBy(() -> unreachable.open(new BlobKey("abcd")))
                    .isInstanceOf(BlobStoreUnavailableException.class);
        }
    }

    @Test
    void bytesThatAreDamagedOnTheWayAreNotStored(@TempDir Path folder) throws IOException {
        BlobKey small = new BlobKey("damaged-small");
        BlobKey large = new BlobKey("damaged-large");
        Path smallSource = Files.write(folder.resolve("small"), new byte[1_000_000]);
        Path largeSource = Files.write(folder.resolve("large"), new byte[6_000_000]);

        try (DamagingProxy damaging = new DamagingProxy(server.endpoint());
                S3BlobStore through = new S3BlobStore(new BlobSettings.S3(damaging.endpoint().toString(), "us-east-1",
                        "blobs", S3Server.ACCESS_KEY, S3Server.SECRET_KEY, DataSize.ofMegabytes(5),
                        DataSize.ofMegabytes(5), Duration.ofSeconds(20)))) {
            assertThatThrownBy(() -> through.put(small, smallSource)).isInstanceOf(BlobStoreUnavailableException.class);
            assertThatThrownBy(() -> through.put(large, largeSource)).isInstanceOf(BlobStoreUnavailableException.class);
            assertThat(damaging.damaged()).isPositive();
        }

        assertThat(store.open(small)).isEmpty();
        assertThat(store.open(large)).isEmpty();
    }

    @Test
    void aWrongSecretIsUnavailableRatherThanAbsent() {
        try (S3BlobStore refused = new S3BlobStore(settings("wrong"))) {
            assertThatThrownBy(() -> refused.open(new BlobKey("abcd")))
                    .isInstanceOf(BlobStoreUnavailableException.class);
        }
    }

    @Test
    void theSecretIsNotInTheTextOfTheSettings() {
        assertThat(settings("very-secret")).asString().doesNotContain("very-secret");
    }
}
