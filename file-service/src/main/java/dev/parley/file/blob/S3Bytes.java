package dev.parley.file.blob;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** An object; each part that is read is a request of its own. */
final class S3Bytes implements StoredBytes {

    private static final int BUFFER_SIZE = 128 * 1024;

    private final S3Client client;
    private final String bucket;
    private final BlobKey key;
    private final long size;

    S3Bytes(S3Client client, String bucket, BlobKey key, long size) {
        this.client = client;
        this.bucket = bucket;
        this.key = key;
        this.size = size;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void copyTo(long offset, long length, OutputStream out) throws IOException {
        if (length == 0) {
            return;
        }
        String range = "bytes=" + offset + "-" + (offset + length - 1);
        try (ResponseInputStream<GetObjectResponse> in = client
                .getObject(r -> r.bucket(bucket).key(key.value()).range(range))) {
            try {
                copy(in, length, out);
            } catch (IOException broken) {
                in.abort(); // closing would read the rest of the object
                throw broken;
            }
        } catch (SdkException refused) {
            throw new BlobStoreUnavailableException("could not read " + key + " in S3", refused);
        }
    }

    private static void copy(InputStream in, long length, OutputStream out) throws IOException {
        byte[] buffer = new byte[(int) Math.min(length, BUFFER_SIZE)];
        long left = length;
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (read < 0) {
                throw new IOException("S3 ended " + left + " bytes early");
            }
            out.write(buffer, 0, read);
            left -= read;
        }
    }

    @Override
    public void close() {}
}
