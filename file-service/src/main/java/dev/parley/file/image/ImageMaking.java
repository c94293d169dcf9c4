package dev.parley.file.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

import dev.parley.file.blob.BlobStore;
import dev.parley.file.content.ContentImage;
import dev.parley.file.content.ContentReader;
import dev.parley.file.content.UniqueFile;
import dev.parley.file.content.UniqueFiles;
import dev.parley.file.event.FileEvents;
import dev.parley.platform.id.Ids;

/**
 * Gives contents that are pictures their thumbnails, one for each content however many have it. A content that is removed meanwhile leaves
 * none: whichever comes last, the removal or this, takes the object away.
 */
@Service
public class ImageMaking {

    /** A content that more files refer to than this changes silently for the rest of them. */
    private static final int MOST_TOLD = 100;

    /** Index: user_files_content. */
    static final String FILES_OF = """
        SELECT id, owner_id FROM user_files FORCE INDEX (user_files_content)
        WHERE unique_file_id = :content AND status <> 'deleted' LIMIT :most""";

    private final ContentReader reader;
    private final UniqueFiles contents;
    private final BlobStore blobs;
    private final Thumbnails thumbnails;
    private final FileEvents events;
    private final JdbcClient jdbc;

    ImageMaking(ContentReader reader, UniqueFiles contents, BlobStore blobs, Thumbnails thumbnails, FileEvents events,
            JdbcClient jdbc) {
        this.reader = reader;
        this.contents = contents;
        this.blobs = blobs;
        this.thumbnails = thumbnails;
        this.events = events;
        this.jdbc = jdbc;
    }

    /** The data of an event {@code image}. */
    record Made(String id, int width, int height, String thumbnail) {}

    /** Whether a content begins as a picture does; false when it is gone. */
    public boolean mayBePicture(long contentId) throws IOException {
        try (ContentReader.@Nullable Opened opened = reader.open(contentId).orElse(null)) {
            return opened != null && thumbnails.mayBePicture(opened.bytes());
        }
    }

    /**
     * Makes the thumbnail, unless it is there, or the content is gone or no picture within the limits. Safe to repeat.
     *
     * @throws IOException when the content cannot be read, or the thumbnail not be stored
     */
    public void make(long contentId) throws IOException, InterruptedException {
        if (contents.imageOf(contentId).isPresent()) {
            return;
        }
        Optional<Thumbnail> made = thumbnailOf(contentId);
        if (made.isPresent()) {
            store(contentId, made.get());
        }
    }

    private Optional<Thumbnail> thumbnailOf(long contentId) throws IOException, InterruptedException {
        try (ContentReader.@Nullable Opened opened = reader.open(contentId).orElse(null)) {
            return opened == null ? Optional.empty() : thumbnails.make(opened.bytes());
        }
    }

    private void store(long contentId, Thumbnail thumbnail) throws IOException {
        Path file = Files.createTempFile("thumbnail", null);
        try {
            Files.write(file, thumbnail.bytes());
            blobs.put(UniqueFile.thumbnailKeyOf(contentId), file);
        } finally {
            Files.delete(file);
        }
        ContentImage image = new ContentImage(thumbnail.width(), thumbnail.height(), thumbnail.mediaType());
        if (contents.markImage(contentId, image)) {
            tell(contentId, image);
        } else {
            blobs.delete(UniqueFile.thumbnailKeyOf(contentId)); // removed meanwhile
        }
    }

    private void tell(long contentId, ContentImage image) {
        jdbc.sql(FILES_OF).param("content", contentId).param("most", MOST_TOLD).query(row -> {
            String id = Ids.format(row.getLong("id"));
            events.publish(row.getLong("owner_id"), "image",
                    new Made(id, image.width(), image.height(), "/api/files/drive/" + id + "/thumbnail"));
        });
    }
}
