package dev.parley.file.blob;

import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.springframework.util.unit.DataSize;

/** The contract against the store that the environment names: Ceph's RADOS gateway, or any other S3. The bucket must exist. */
@EnabledIfEnvironmentVariable(named = "PARLEY_TEST_S3_ENDPOINT", matches = ".+")
class RadosGatewayBlobStoreTest implements BlobStoreContract {

    private static S3BlobStore store;

    @BeforeAll
    static void connect() {
        store = new S3BlobStore(
                new BlobSettings.S3(variable("ENDPOINT", ""), variable("REGION", "us-east-1"),
                        variable("BUCKET", "parley-test"), variable("ACCESS_KEY", ""), variable("SECRET_KEY", ""),
                        DataSize.ofMegabytes(5), DataSize.ofMegabytes(5), Duration.ofSeconds(30)));
    }

    @AfterAll
    static void disconnect() {
        store.close();
    }

    @Override
    public BlobStore store() {
        return store;
    }

    private static String variable(String name, String otherwise) {
        return Optional.ofNullable(System.getenv("PARLEY_TEST_S3_" + name)).orElse(otherwise);
    }
}
