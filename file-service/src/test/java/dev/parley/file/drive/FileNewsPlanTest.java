package dev.parley.file.drive;

import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.parley.file.fixture.FileServiceTest;
import dev.parley.platform.id.Ids;
import dev.parley.testkit.QueryPlan;

/** Who is told of a content's state is found without walking through everybody's files. */
class FileNewsPlanTest extends FileServiceTest {

    @Test
    void theFilesOfAContentAreFoundByIndex() {
        long first = Ids.next();
        jdbc.sql("""
            INSERT INTO user_files (id, owner_id, name, media_type, size, unique_file_id, status, created_at)
            SELECT :first + seq, :first + seq DIV 10, seq, 'x/y', 1, :first + seq DIV 3, 'available', NOW(6)
            FROM seq_1_to_1000""").param("first", first).update();
        jdbc.sql("ANALYZE TABLE user_files").query((row, number) -> row.getString(1)).list();

        QueryPlan.assertByIndex(QueryPlan.of(jdbc, FileNews.FILES_OF, Map.of("content", first + 7, "most", 100)), 10);
    }
}
