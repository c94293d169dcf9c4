package dev.parley.file.blob;

import java.util.regex.Pattern;

/** Names a content in the blob store: lower-case letters, digits and dashes, 4 to 128 of them; never a path. */
public record BlobKey(String value) {

    private static final Pattern ALLOWED = Pattern.compile("[a-z0-9][a-z0-9-]{3,127}");

    public BlobKey {
        if (!ALLOWED.matcher(value).matches()) {
            throw new IllegalArgumentException("not a blob key: " + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
