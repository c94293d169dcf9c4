package dev.parley.file.zip;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.springframework.http.MediaType;

import dev.parley.file.blob.StoredBytes;

/**
 * A zip that is written while its parts are read: names in UTF-8, Zip64 where it needs to be (more than 65,535 entries, more than 4 GiB). Sizes
 * and checksums follow each file, since they are known only then. It is whole only after {@link #finish}.
 */
final class ZipArchive extends ZipOutputStream {

    /** Families of types that are compressed by themselves, or nearly all of them. */
    private static final Set<String> COMPRESSED_FAMILIES = Set.of("image", "audio", "video");
    private static final Set<String> PLAIN_IMAGES = Set.of("bmp", "svg+xml", "tiff", "x-ms-bmp");
    private static final Set<String> COMPRESSED = Set.of("zip", "gzip", "x-gzip", "zstd", "x-xz", "x-bzip2",
            "x-7z-compressed", "vnd.rar", "x-rar-compressed", "java-archive", "epub+zip", "pdf",
            "vnd.android.package-archive");
    private static final String OFFICE = "vnd.openxmlformats-officedocument";
    private static final String OPEN_DOCUMENT = "vnd.oasis.opendocument";

    ZipArchive(OutputStream out) {
        super(out, StandardCharsets.UTF_8);
    }

    /** A folder; its path ends with a slash. */
    void folder(String path, Instant time) throws IOException {
        begin(path, time, Deflater.NO_COMPRESSION);
        closeEntry();
    }

    /** A file. What is compressed already is not compressed again, the rest fast. */
    void file(String path, MediaType mediaType, Instant time, StoredBytes bytes) throws IOException {
        begin(path, time, isCompressed(mediaType) ? Deflater.NO_COMPRESSION : Deflater.BEST_SPEED);
        bytes.copyTo(0, bytes.size(), this);
        closeEntry();
    }

    private void begin(String path, Instant time, int level) throws IOException {
        setLevel(level);
        ZipEntry entry = new ZipEntry(path);
        entry.setLastModifiedTime(FileTime.from(time));
        putNextEntry(entry);
    }

    /** Frees memory. The directory is written by {@link #finish} alone: closing must not make a broken zip look whole. */
    @Override
    public void close() {
        def.end();
    }

    static boolean isCompressed(MediaType type) {
        String subtype = type.getSubtype();
        return COMPRESSED_FAMILIES.contains(type.getType())
                ? !PLAIN_IMAGES.contains(subtype)
                : COMPRESSED.contains(subtype) || subtype.startsWith(OFFICE) || subtype.startsWith(OPEN_DOCUMENT);
    }
}
