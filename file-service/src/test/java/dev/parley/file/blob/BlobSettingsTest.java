package dev.parley.file.blob;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BlobSettingsTest {

    @Test
    void contentsGoToTheDirectoryWhenNoEndpointIsGiven() {
        assertThat(bind(Map.of("parley.blobs.directory", "x", "parley.blobs.s3.endpoint", "")).bucketOrNull()).isNull();
    }

    @Test
    void contentsGoToTheBucketWhenAnEndpointIsGiven() {
        BlobSettings settings = bind(Map.of("parley.blobs.directory", "x", "parley.blobs.s3.endpoint",
                "http://127.0.0.1:1", "parley.blobs.s3.bucket", "b", "parley.blobs.s3.access-key", "a",
                "parley.blobs.s3.secret-key", "s"));

        assertThat(settings.bucketOrNull()).isNotNull();
    }

    @Test
    void neitherOneNorTheOtherIsRefused() {
        assertThatThrownBy(() -> bind(Map.of("parley.blobs.s3.region", "x"))).isInstanceOf(BindException.class)
                .hasRootCauseMessage("parley.blobs needs a directory or an s3.endpoint");
    }

    @Test
    void anEndpointWithoutAnAccountIsRefused() {
        assertThatThrownBy(() -> bind(Map.of("parley.blobs.s3.endpoint", "http://127.0.0.1:1")))
                .hasRootCauseMessage("parley.blobs.s3 needs bucket, access-key and secret-key");
    }

    @Test
    void partsThatS3DoesNotTakeAreRefused() {
        assertThatThrownBy(() -> bind(Map.of("parley.blobs.directory", "x", "parley.blobs.s3.part-size", "1MB")))
                .hasRootCauseMessage("parley.blobs.s3.part-size and multipart-from must be 5MB or more");
    }

    @Test
    void requestsThatCouldOutlastADeliveryAreRefused() {
        assertThatThrownBy(() -> bind(Map.of("parley.blobs.directory", "x", "parley.blobs.s3.timeout", "4m")))
                .hasRootCauseMessage("parley.blobs.s3.timeout must be positive and at most 3m");
    }

    private static BlobSettings bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties)).bind("parley.blobs", BlobSettings.class)
                .get();
    }
}
