package dev.parley.file.blob;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** Contents as files: written aside, synced, renamed into a folder that is named by the first characters of the key. */
final class DirectoryBlobStore implements BlobStore {

    private final Path root;
    private final Path incoming;

    /** Uses this directory, which is made when it is not there. */
    DirectoryBlobStore(Path root) throws IOException {
        this.root = root.toAbsolutePath();
        this.incoming = this.root.resolve("incoming");
        Files.createDirectories(incoming);
    }

    @Override
    public void put(BlobKey key, Path source) throws IOException {
        long size = Files.size(source);
        Path target = fileOf(key);
        if (Files.exists(target) && Files.size(target) == size) {
            return;
        }
        Path aside = incoming.resolve(key + "." + UUID.randomUUID());
        try {
            copyDurably(source, aside);
            Path folder = makeFolder(target);
            Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
            Durability.syncFolder(folder);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    @Override
    public Optional<StoredBytes> open(BlobKey key) throws IOException {
        try {
            return Optional.of(FileBytes.open(fileOf(key)));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    @Override
    public void delete(BlobKey key) throws IOException {
        Files.deleteIfExists(fileOf(key));
    }

    @Override
    public List<BlobKey> list(@Nullable BlobKey after, int limit) throws IOException {
        String start = after == null ? "" : after.value();
        List<BlobKey> keys = new ArrayList<>();
        for (String first : namesFrom(root, prefix(start, 0, 2))) {
            if (first.length() != 2) {
                continue; // what is incoming
            }
            boolean onStart = start.startsWith(first);
            for (String second : namesFrom(root.resolve(first), onStart ? prefix(start, 2, 4) : "")) {
                for (String name : namesFrom(root.resolve(first).resolve(second), start)) {
                    BlobKey.parse(name).filter(key -> key.value().compareTo(start) > 0).ifPresent(keys::add);
                    if (keys.size() == limit) {
                        return keys;
                    }
                }
            }
        }
        return keys;
    }

    private static String prefix(String key, int from, int to) {
        return key.isEmpty() ? "" : key.substring(from, to);
    }

    /** The sorted names in a folder from this one on; none when it has just been removed. */
    private static List<String> namesFrom(Path folder, String first) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.map(child -> String.valueOf(child.getFileName()))
                    .filter(name -> name.compareTo(first) >= 0).sorted().toList();
        }
    }

    private Path fileOf(BlobKey key) {
        String name = key.value();
        return root.resolve(name.substring(0, 2)).resolve(name.substring(2, 4)).resolve(name);
    }

    private Path makeFolder(Path target) throws IOException {
        Path folder = target.resolveSibling("");
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            Durability.syncFolder(folder.resolveSibling(""));
            Durability.syncFolder(root);
        }
        return folder;
    }

    private static void copyDurably(Path source, Path target) throws IOException {
        try (FileChannel from = FileChannel.open(source, StandardOpenOption.READ);
                FileChannel to = FileChannel.open(target, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            long size = from.size();
            long position = 0;
            while (position < size) {
                long moved = from.transferTo(position, size - position, to);
                if (moved <= 0) {
                    throw new IOException("the source shrank while it was stored");
                }
                position += moved;
            }
            to.force(true);
        }
    }
}
