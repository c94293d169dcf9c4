package dev.parley.file.upload;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import dev.parley.file.staging.StagedKeys;
import dev.parley.platform.id.Ids;

/** A staged file is needed as long as its upload has a row, finished or not: the row of a finished one outlives the hand-over. */
@Component
class UploadKeys implements StagedKeys {

    /** Index: the primary key. */
    static final String KNOWN = "SELECT id FROM uploads WHERE id IN (:ids)";

    private final JdbcClient jdbc;

    UploadKeys(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Set<String> inUse(Collection<String> keys) {
        Map<Long, String> byId = keys.stream().filter(key -> Ids.parse(key).isPresent())
                .collect(Collectors.toMap(key -> Ids.parse(key).orElseThrow(), key -> key));
        if (byId.isEmpty()) {
            return Set.of();
        }
        return jdbc.sql(KNOWN).param("ids", byId.keySet()).query(Long.class).list().stream().map(byId::get)
                .collect(Collectors.toSet());
    }
}
