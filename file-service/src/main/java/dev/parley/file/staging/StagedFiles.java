package dev.parley.file.staging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Walks through the staging area. */
@Component
public class StagedFiles {

    private final Path root;

    StagedFiles(StagingSettings settings) {
        this.root = settings.directory().toAbsolutePath();
    }

    /**
     * A staged file.
     *
     * @param key its name
     * @param writtenAt when it was last written to
     */
    public record StagedFile(String key, Instant writtenAt) {}

    /**
     * The files after this key, at most {@code limit} of them, folder by folder; fewer mean that there are no more. Memory is that of one
     * folder, a thousandth of the files.
     *
     * @param after where to go on; null: from the beginning. It need not be there
     */
    public List<StagedFile> list(@Nullable String after, int limit) throws IOException {
        List<StagedFile> found = new ArrayList<>();
        String firstFolder = after == null ? "" : StagingArea.folderOf(after);
        for (String folder : names(root)) {
            if (folder.compareTo(firstFolder) < 0) {
                continue;
            }
            for (String name : names(root.resolve(folder))) {
                boolean passed = after != null && folder.equals(firstFolder) && name.compareTo(after) <= 0;
                if (!passed && StagingArea.isKey(name)) {
                    add(found, folder, name);
                }
                if (found.size() == limit) {
                    return found;
                }
            }
        }
        return found;
    }

    private void add(List<StagedFile> found, String folder, String name) throws IOException {
        try {
            Instant written = Files.getLastModifiedTime(root.resolve(folder).resolve(name)).toInstant();
            found.add(new StagedFile(name, written));
        } catch (NoSuchFileException removedMeanwhile) {
            return;
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.map(child -> String.valueOf(child.getFileName())).sorted(Comparator.naturalOrder())
                    .toList();
        } catch (NotDirectoryException | NoSuchFileException noFolder) {
            return List.of();
        }
    }
}
