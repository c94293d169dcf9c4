package dev.parley.file.blob;

import java.io.IOException;
import java.util.Objects;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class BlobConfiguration {

    /** Does not reach out: with S3 away the service starts, takes uploads and drains later. */
    @Bean
    BlobStore blobStore(BlobSettings settings) throws IOException {
        BlobSettings.S3 bucket = settings.bucketOrNull();
        if (bucket != null) {
            return new S3BlobStore(bucket);
        }
        return new DirectoryBlobStore(Objects.requireNonNull(settings.directory()));
    }
}
