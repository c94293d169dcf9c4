package dev.parley.file.blob;

import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.util.unit.DataSize;

import dev.parley.parts.real.NeedsReal;
import dev.parley.parts.real.RadosGateway;
import dev.parley.parts.real.RealComponent;
import dev.parley.parts.real.RealPartsSet;

/** The contract against Ceph's RADOS gateway, or another S3 that the environment names; left out where there is none. */
@NeedsReal(RealComponent.S3)
class RadosGatewayBlobStoreTest implements BlobStoreContract {

    private static final String BUCKET = "blob-store-test";

    private static S3BlobStore store;

    @BeforeAll
    static void connect() {
        RadosGateway gateway = RealPartsSet.shared().s3();
        gateway.createBucket(BUCKET);
        RadosGateway.Access access = gateway.access();
        store = new S3BlobStore(new BlobSettings.S3(access.endpoint().toString(), access.region(), BUCKET,
                access.accessKey(), access.secretKey(), DataSize.ofMegabytes(5), DataSize.ofMegabytes(5),
                Duration.ofSeconds(30)));
    }

    @AfterAll
    static void disconnect() {
        if (store != null) {
            store.close();
        }
    }

    @Override
    public BlobStore store() {
        return store;
    }
}
