package dev.parley.file.blob;

import java.util.Optional;
import java.util.regex.Pattern;

/** Names a content in the blob store: lower-case letters, digits and dashes, 4 to 128 of them; never a path. */
public record BlobKey(String value) {

    private static final Pattern ALLOWED = Pattern.compile("[a-z0-9][a-z0-9-]{3,127}");

    public BlobKey {
        if (!ALLOWED.matcher(value).matches()) {
            throw new IllegalArgumentException("not a blob key: " + value);
        }
    }

    /** Reads the name of an object; empty when it is no key, as the names of others' objects may be. */
    static Optional<BlobKey> parse(String name) {
        return ALLOWED.matcher(name).matches() ? Optional.of(new BlobKey(name)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
