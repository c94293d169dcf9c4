package dev.parley.file.blob;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** Contents as files: written aside, synced, renamed into a folder that is named by the first characters of the key. */
final class DirectoryBlobStore implements BlobStore {

    /** What is copied between two looks at the clock. */
    private static final long PIECE = 8L << 20;
    private static final Pattern ASIDE = Pattern.compile("([a-z0-9][a-z0-9-]{3,127})\\.([0-9a-f-]{36})");

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
        if (hasWhole(key, size)) {
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
    public UnfinishedPut begin(BlobKey key) throws IOException {
        UnfinishedPut put = new UnfinishedPut(key, UUID.randomUUID().toString(), 0);
        Files.createFile(fileOf(put));
        Durability.syncFolder(incoming);
        return put;
    }

    /** Bytes are only ever written where they belong: who repeats a step, or comes too late, writes what is there already. */
    @Override
    public Optional<UnfinishedPut> advance(UnfinishedPut put, Path source, Duration limit) throws IOException {
        Path aside = fileOf(put);
        try (FileChannel from = FileChannel.open(source, StandardOpenOption.READ)) {
            long size = from.size();
            long position = put.position();
            try (FileChannel to = FileChannel.open(aside, StandardOpenOption.WRITE)) {
                long start = System.nanoTime();
                do {
                    position += copy(from, position, Math.min(PIECE, size - position), to);
                } while (position < size && System.nanoTime() - start < limit.toNanos());
                to.force(true);
            }
            if (position < size) {
                return Optional.of(put.at(position));
            }
            Path target = fileOf(put.key());
            Path folder = makeFolder(target);
            Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
            Durability.syncFolder(folder);
            return Optional.empty();
        } catch (NoSuchFileException gone) {
            if (hasWhole(put.key(), Files.size(source))) {
                return Optional.empty();
            }
            throw new UnknownPutException(put);
        }
    }

    @Override
    public void abort(UnfinishedPut put) throws IOException {
        Files.deleteIfExists(fileOf(put));
    }

    /** Also what a crash has left of puts that were not in steps. */
    @Override
    public List<UnfinishedPut> unfinished(Instant before, int limit) throws IOException {
        List<UnfinishedPut> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(incoming)) {
            for (Path file : files) {
                Matcher name = ASIDE.matcher(String.valueOf(file.getFileName()));
                if (found.size() < limit && name.matches() && lastWritten(file).isBefore(before)) {
                    found.add(new UnfinishedPut(new BlobKey(name.group(1)), name.group(2), 0));
                }
            }
        }
        return found;
    }

    /** The end of time for a file that has just gone. */
    private static Instant lastWritten(Path file) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (NoSuchFileException gone) {
            return Instant.MAX;
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
            copy(from, 0, from.size(), to);
            to.force(true);
        }
    }

    /** Copies so many bytes to where they were. */
    private static long copy(FileChannel from, long offset, long length, FileChannel to) throws IOException {
        to.position(offset);
        long copied = 0;
        while (copied < length) {
            long moved = from.transferTo(offset + copied, length - copied, to);
            if (moved <= 0) {
                throw new IOException("the source shrank while it was stored");
            }
            copied += moved;
        }
        return copied;
    }

    private boolean hasWhole(BlobKey key, long size) throws IOException {
        try {
            return Files.size(fileOf(key)) == size;
        } catch (NoSuchFileException absent) {
            return false;
        }
    }

    private Path fileOf(UnfinishedPut put) {
        String name = put.key() + "." + put.id();
        if (!ASIDE.matcher(name).matches()) {
            throw new IllegalArgumentException("not a put of this store: " + put.id());
        }
        return incoming.resolve(name);
    }
}
