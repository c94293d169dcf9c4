package dev.parley.file.drive;

import java.util.function.Consumer;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import dev.parley.file.FileProblem;
import dev.parley.platform.problem.ProblemException;

/** Gives entries names that are free in their folder. The unique key decides, also between two transactions at once. */
@Component
class Names {

    private static final int NUMBERS_TRIED = 100;

    /** Index: user_files_live_name. */
    static final String TAKEN = """
        SELECT COUNT(*) FROM user_files WHERE owner_id = :owner AND folder_id = :folder AND live_name = :name""";

    private final JdbcClient jdbc;

    Names(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Where a name is to be free. */
    record Place(long ownerId, long folderId) {}

    /**
     * Writes a row under the wanted name, or under the next free one if that is wished.
     *
     * @param write inserts or updates one row, under the name it is given
     * @return the name that was written
     * @throws ProblemException {@code name-taken}
     */
    String write(Place place, String wanted, NameConflict onConflict, Consumer<String> write) {
        if (writes(wanted, write)) {
            return wanted;
        }
        if (onConflict == NameConflict.FAIL) {
            throw taken();
        }
        for (int number = 2; number <= NUMBERS_TRIED; number++) {
            String name = FileName.numbered(wanted, number);
            if (isFree(place, name) && writes(name, write)) {
                return name;
            }
        }
        String name = FileName.numbered(wanted, (int) (System.nanoTime() & 0x3fffffff));
        write.accept(name);
        return name;
    }

    /** Refuses early what {@link #write} would refuse in the end. */
    void requireFree(Place place, String name) {
        if (!isFree(place, name)) {
            throw taken();
        }
    }

    private static ProblemException taken() {
        return new ProblemException(FileProblem.NAME_TAKEN, "there is another file or folder of this name");
    }

    private static boolean writes(String name, Consumer<String> write) {
        try {
            write.accept(name);
            return true;
        } catch (DuplicateKeyException taken) {
            return false;
        }
    }

    private boolean isFree(Place place, String name) {
        return jdbc.sql(TAKEN).param("owner", place.ownerId()).param("folder", place.folderId()).param("name", name)
                .query(Integer.class).single() == 0;
    }
}
