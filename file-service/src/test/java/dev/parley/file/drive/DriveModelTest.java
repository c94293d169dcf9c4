package dev.parley.file.drive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import dev.parley.file.content.Sha256;
import dev.parley.platform.id.Ids;
import dev.parley.platform.problem.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;

/** Everything that can be done with two drives, at random and at once; then nothing may be lost, left over or counted wrong. */
class DriveModelTest extends DriveWorld {

    private static final int WORKERS = 4;
    private static final int OPERATIONS = 60;

    @Autowired
    private Drive drive;
    @Autowired
    private UnreferencedContents unreferenced;

    private final List<Long> owners = List.of(annId, Ids.next());
    private final List<Long> known = new CopyOnWriteArrayList<>();
    private final List<Long> knownContents = new CopyOnWriteArrayList<>();

    @Test
    void whateverIsDoneAtOnceTheCountersAreExactAndContentsLiveAsLongAsTheirFiles() throws Exception {
        long seed = System.nanoTime();
        List<Callable<Integer>> workers = new ArrayList<>();
        for (int worker = 0; worker < WORKERS; worker++) {
            Random random = new Random(seed + worker);
            workers.add(() -> {
                for (int i = 0; i < OPERATIONS; i++) {
                    tryOne(random);
                }
                return 0;
            });
        }
        atOnce(workers);

        assertCounted("seed " + seed);
        assertReferencesHold("seed " + seed);
        assertTreesHold("seed " + seed);
        for (long owner : owners) {
            drive.emptyTrash(owner);
        }
        await().until(() -> count("SELECT COUNT(*) FROM trash WHERE owner_id IN (?, ?)", owners.toArray()) == 0);
        assertCounted("after the trash is emptied, seed " + seed);
        assertReferencesHold("after the trash is emptied, seed " + seed);
    }

    private void tryOne(Random random) {
        long owner = owners.get(random.nextInt(owners.size()));
        try {
            one(random, owner);
        } catch (ProblemException refused) {
            // taken, gone, a circle …: what a person would be told
        }
    }

    private void one(Random random, long owner) {
        OptionalLong folder = random.nextInt(3) == 0 ? OptionalLong.empty() : OptionalLong.of(any(random));
        String name = "name " + random.nextInt(8);
        switch (random.nextInt(11)) {
            case 0, 1 -> add(owner, folder.orElse(0), name, newContent(10));
            case 2 -> addAgain(owner, folder.orElse(0), name, anyContent(random));
            case 3 -> known.add(drive.createFolder(owner, Folders.ROOT, name, NameConflict.KEEP_BOTH).id());
            case 4, 5 -> drive.change(owner, Ids.format(any(random)), new TreeChanges.Change(Optional.of(name), folder,
                    NameConflict.KEEP_BOTH, Revision.ifMatch(null)));
            case 6 -> drive.putIntoTrash(owner, Ids.format(any(random)), Revision.ifMatch(null));
            case 7 -> drive.restore(owner, Ids.format(any(random)), NameConflict.KEEP_BOTH);
            case 8 -> drive.removeForGood(owner, Ids.format(any(random)));
            case 9 -> known.add(drive.copy(owner, Ids.format(any(random)), folder, Optional.of(name),
                    NameConflict.KEEP_BOTH).id());
            default -> settle(random, anyContent(random), anyContent(random));
        }
    }

    private long any(Random random) {
        return known.isEmpty() ? Ids.next() : known.get(random.nextInt(known.size()));
    }

    private long anyContent(Random random) {
        return knownContents.isEmpty() ? Ids.next() : knownContents.get(random.nextInt(knownContents.size()));
    }

    private void add(long owner, long folder, String name, long content) {
        long id = Ids.next();
        Contention.retry(() -> committed(() -> files.add(new NewUserFile(id, owner, folder,
                new FileDescription(name, "text/plain", null), 10, content, FileStatus.PROCESSING))));
        known.add(id);
        knownContents.add(content);
    }

    private void addAgain(long owner, long folder, String name, long content) {
        long id = Ids.next();
        Contention.retry(() -> committed(() -> contents.findAndLock(content).ifPresent(held -> files.add(
                new NewUserFile(id, owner, folder, new FileDescription(name, "text/plain", null), 10, content,
                        FileStatus.PROCESSING)))));
        known.add(id);
    }

    /** What becomes of a content when its digests are known: the same as another one, or not what was declared. */
    private void settle(Random random, long content, long other) {
        boolean merged = random.nextBoolean();
        Contention.retry(() -> committed(() -> {
            if (content != other && contents.findAndLock(content).isPresent()
                    && contents.findAndLock(other).isPresent()) {
                if (merged) {
                    files.makeAvailable(content, other);
                } else {
                    jdbc.sql("UPDATE user_files SET declared_sha256 = UNHEX(REPEAT('cd', 32)) WHERE unique_file_id = ?")
                            .params(content).update();
                    files.rejectOthersThan(Sha256.parse("ab".repeat(32)).orElseThrow(), content);
                }
                unreferenced.remove(List.of(content));
            }
        }));
    }

    private void assertCounted(String when) {
        for (long owner : owners) {
            long recounted = jdbc.sql(DriveSpace.RECOUNT).param("owner", owner).query(Long.class).single();
            long counted = jdbc.sql("SELECT used FROM drive_usage WHERE owner_id = ?").params(owner).query(Long.class)
                    .optional().orElse(recounted);
            assertThat(counted).as(when).isEqualTo(recounted);
        }
    }

    private void assertReferencesHold(String when) {
        assertThat(count("""
            SELECT COUNT(*) FROM user_files f LEFT JOIN unique_files u ON u.id = f.unique_file_id
            WHERE f.owner_id IN (?, ?) AND f.unique_file_id IS NOT NULL AND u.id IS NULL""", owners.toArray()))
                .as("files whose content is lost, %s", when).isZero();
        for (long content : knownContents) {
            boolean referred = files.referTo(content);
            assertThat(contents.find(content).isPresent()).as("a content lives as long as its files, %s", when)
                    .isEqualTo(referred);
        }
    }

    private void assertTreesHold(String when) {
        Map<Long, Long> parents = new HashMap<>();
        jdbc.sql("SELECT id, folder_id FROM user_files WHERE owner_id IN (?, ?)").params(owners).query(row -> {
            parents.put(row.getLong("id"), row.getLong("folder_id"));
        });
        parents.keySet().forEach(id -> {
            long up = id;
            for (int steps = 0; up > 0; steps++) {
                assertThat(parents).as("a folder that is not there, %s", when).containsKey(up);
                assertThat(steps).as("a circle, %s", when).isLessThan(100);
                up = parents.getOrDefault(up, 0L);
            }
        });
        assertThat(count("""
            SELECT COUNT(*) FROM user_files f LEFT JOIN trash t ON t.file_id = f.id
            WHERE f.owner_id IN (?, ?) AND (f.folder_id = -1) <> (t.file_id IS NOT NULL)""", owners.toArray()))
                .as("outside and not in the trash, or the other way round, %s", when).isZero();
    }
}
