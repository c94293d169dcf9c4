package dev.parley.file.garbage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import dev.parley.file.blob.BlobKey;
import dev.parley.file.blob.BlobStore;
import dev.parley.file.content.UniqueFile;

/**
 * Objects in the blob store whose content is gone. An object is named by the id of its content and put when that row is committed, and ids
 * are never used again: an object without a row has lost it for good, so neither an age nor a lock is needed. Objects with other names
 * are not ours and stay.
 */
@Component
class BlobSweep implements GarbageSweep {

    /** Index: the primary key. */
    static final String BY_ID = "SELECT id FROM unique_files WHERE id IN (:ids)";
    /** Index: unique_files_place_key. */
    static final String BY_KEY = "SELECT place_key FROM unique_files WHERE place_key IN (:keys) AND place = 'stored'";
    /** Contents stored by early versions are named by their SHA-256. */
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private final BlobStore blobs;
    private final JdbcClient jdbc;

    BlobSweep(BlobStore blobs, JdbcClient jdbc) {
        this.blobs = blobs;
        this.jdbc = jdbc;
    }

    @Override
    public String kind() {
        return "blobs";
    }

    @Override
    public Step sweep(@Nullable String after, int limit, boolean dryRun) throws IOException {
        List<BlobKey> keys = blobs.list(after == null ? null : new BlobKey(after), limit);
        List<BlobKey> garbage = garbageAmong(keys);
        if (!dryRun) {
            for (BlobKey key : garbage) {
                blobs.delete(key);
            }
        }
        return new Step(keys.size() < limit ? null : keys.getLast().value(), keys.size(), garbage.size());
    }

    private List<BlobKey> garbageAmong(List<BlobKey> keys) {
        Set<Long> ids = new HashSet<>();
        Set<String> digests = new HashSet<>();
        for (BlobKey key : keys) {
            UniqueFile.idOf(key).ifPresent(ids::add);
            if (DIGEST.matcher(key.value()).matches()) {
                digests.add(key.value());
            }
        }
        Set<Long> liveIds = known(BY_ID, "ids", ids, Long.class);
        Set<String> liveDigests = known(BY_KEY, "keys", digests, String.class);
        List<BlobKey> garbage = new ArrayList<>();
        for (BlobKey key : keys) {
            Optional<Long> id = UniqueFile.idOf(key);
            if (id.isPresent()
                    ? !liveIds.contains(id.get())
                    : digests.contains(key.value()) && !liveDigests.contains(key.value())) {
                garbage.add(key);
            }
        }
        return garbage;
    }

    private <T> Set<T> known(String sql, String parameter, Collection<T> asked, Class<T> type) {
        return asked.isEmpty()
                ? Set.of()
                : new HashSet<>(jdbc.sql(sql).param(parameter, asked).query(type).list());
    }
}
