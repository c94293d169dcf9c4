package dev.parley.file.garbage;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import dev.parley.file.staging.StagedFiles;
import dev.parley.file.staging.StagedFiles.StagedFile;
import dev.parley.file.staging.StagedKeys;
import dev.parley.file.staging.StagingArea;

/**
 * Staged files that belong to no upload, no other transfer and no content. A file is made before its row is committed, so young ones are
 * left alone. Later it goes from its transfer to a content and never back; the transfers are asked first and the contents last, so that
 * a file that changes hands meanwhile is seen with the one or with the other.
 */
@Component
class StagingSweep implements GarbageSweep {

    /** Index: unique_files_place_key. */
    static final String CONTENTS = """
        SELECT place_key FROM unique_files WHERE place_key IN (:keys) AND place = 'staged'""";

    private final StagedFiles files;
    private final StagingArea staging;
    private final List<StagedKeys> transfers;
    private final JdbcClient jdbc;
    private final GarbageSettings settings;
    private final Clock clock;

    StagingSweep(StagedFiles files, StagingArea staging, List<StagedKeys> transfers, JdbcClient jdbc,
            GarbageSettings settings, Clock clock) {
        this.files = files;
        this.staging = staging;
        this.transfers = List.copyOf(transfers);
        this.jdbc = jdbc;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return "staged";
    }

    @Override
    public Step sweep(@Nullable String after, int limit, boolean dryRun) throws IOException {
        List<StagedFile> found = files.list(after, limit);
        Instant old = clock.instant().minus(settings.grace());
        List<String> keys = found.stream().filter(file -> file.writtenAt().isBefore(old)).map(StagedFile::key)
                .toList();
        Set<String> garbage = keys.isEmpty() ? Set.of() : unused(keys);
        if (!dryRun) {
            for (String key : garbage) {
                staging.delete(key);
            }
        }
        return new Step(found.size() < limit ? null : found.getLast().key(), found.size(), garbage.size());
    }

    private Set<String> unused(Collection<String> keys) {
        Set<String> unused = new HashSet<>(keys);
        transfers.forEach(transfer -> unused.removeAll(transfer.inUse(keys)));
        unused.removeAll(new HashSet<>(jdbc.sql(CONTENTS).param("keys", keys).query(String.class).list()));
        return unused;
    }
}
