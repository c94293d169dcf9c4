package dev.parley.file.garbage;

import java.io.IOException;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import dev.parley.file.blob.BlobStore;
import dev.parley.file.blob.UnfinishedPut;
import dev.parley.file.content.UniqueFile;

/**
 * Puts into the blob store (multipart uploads, in S3) that were begun, and that nobody goes on with: no staged content notes them as the
 * one that it is being stored by. Young ones are left alone, as a put is noted after it is begun. One that is given up by mistake would be
 * begun anew.
 */
@Component
class UnfinishedPutSweep implements GarbageSweep {

    /** Index: the primary keys. */
    static final String NOTED = """
        SELECT p.put_id FROM storage_puts p JOIN unique_files u ON u.id = p.unique_file_id
        WHERE p.unique_file_id IN (:ids) AND u.place = 'staged'""";

    private final BlobStore blobs;
    private final JdbcClient jdbc;
    private final GarbageSettings settings;
    private final Clock clock;

    UnfinishedPutSweep(BlobStore blobs, JdbcClient jdbc, GarbageSettings settings, Clock clock) {
        this.blobs = blobs;
        this.jdbc = jdbc;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return "unfinished-puts";
    }

    /** The store lists the old ones only, and there are few: each step begins anew. */
    @Override
    public Step sweep(@Nullable String after, int limit, boolean dryRun) throws IOException {
        List<UnfinishedPut> found = blobs.unfinished(clock.instant().minus(settings.grace()), limit);
        List<UnfinishedPut> garbage = garbageAmong(found);
        if (!dryRun) {
            for (UnfinishedPut put : garbage) {
                blobs.abort(put);
                forget(put);
            }
        }
        return new Step(null, found.size(), garbage.size());
    }

    private List<UnfinishedPut> garbageAmong(List<UnfinishedPut> found) {
        List<Long> ids = found.stream().map(put -> UniqueFile.idOf(put.key())).flatMap(Optional::stream).toList();
        Set<String> noted = ids.isEmpty()
                ? Set.of()
                : new HashSet<>(jdbc.sql(NOTED).param("ids", ids).query(String.class).list());
        // What others have begun in the same bucket is theirs.
        return found.stream().filter(put -> UniqueFile.idOf(put.key()).isPresent() && !noted.contains(put.id()))
                .toList();
    }

    private void forget(UnfinishedPut put) {
        UniqueFile.idOf(put.key()).ifPresent(id -> jdbc
                .sql("DELETE FROM storage_puts WHERE unique_file_id = :id AND put_id = :put")
                .param("id", id).param("put", put.id()).update());
    }
}
