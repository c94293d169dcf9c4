package dev.parley.file.staging;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.regex.Pattern;

import org.springframework.stereotype.Component;

import dev.parley.file.blob.Durability;
import dev.parley.file.blob.FileBytes;
import dev.parley.file.blob.StoredBytes;

/**
 * The files that uploads write to, named by the id of the upload. The size of such a file is the offset of its upload: it only grows,
 * and it is what a client is told to continue from.
 */
@Component
public class StagingArea {

    private static final Pattern KEY = Pattern.compile("[0-9A-Z]{13}");

    /** Each piece is synced before the next, and a newer request may take over in between. */
    private static final long JOINED_AT_ONCE = 64L << 20;

    private final Path root;

    /** Uses the directory of the settings, which is made when it is not there. */
    StagingArea(StagingSettings settings) throws IOException {
        this.root = settings.directory().toAbsolutePath();
        Files.createDirectories(root);
    }

    /** Makes an empty file whose name survives a crash. */
    public void create(String key) throws IOException {
        Path folder = madeFolder(key);
        Files.createFile(folder.resolve(key));
        Durability.syncFolder(folder);
    }

    /** How many bytes have arrived; empty when there is no such file. */
    public OptionalLong size(String key) throws IOException {
        try {
            return OptionalLong.of(Files.size(fileOf(key)));
        } catch (NoSuchFileException absent) {
            return OptionalLong.empty();
        }
    }

    /** Opens a file for writing; who writes must hold the lease of the upload. */
    public FileChannel openForWriting(String key) throws IOException {
        return FileChannel.open(fileOf(key), StandardOpenOption.WRITE);
    }

    /** Opens a file for reading; {@link NoSuchFileException} when there is none. */
    public StoredBytes open(String key) throws IOException {
        return FileBytes.open(fileOf(key));
    }

    /** Cuts a file off where it is longer, durably. Who does it must hold the lease of the upload. */
    public void truncate(String key, long size) throws IOException {
        try (FileChannel file = openForWriting(key)) {
            file.truncate(size);
            file.force(true);
        }
    }

    /** Gives a file another name, one that is not taken; after a crash it has one of the two. */
    public void rename(String key, String newKey) throws IOException {
        Path target = madeFolder(newKey).resolve(newKey);
        Files.move(fileOf(key), target, StandardCopyOption.ATOMIC_MOVE);
        Durability.syncFolder(target.resolveSibling(""));
        Durability.syncFolder(fileOf(key).resolveSibling(""));
    }

    /**
     * Copies one piece of a file to where it belongs in another, and syncs it; within the kernel, where the file system can even without
     * moving bytes. The size of the target tells where to go on. Since it may be more than what was synced before a crash,
     * a piece that was begun is copied again as a whole.
     *
     * @param key the file to copy, which has this length
     * @param target the file to copy to, which has all bytes before this start
     * @return whether something was left to copy; who calls goes on until nothing is
     */
    public boolean join(String key, long length, String target, long start) throws IOException {
        try (FileChannel to = openForWriting(target)) {
            long done = Math.min(to.size() - start, length);
            if (done < 0) {
                throw new IllegalStateException("bytes of " + target + " before " + start + " are missing");
            }
            if (done == length) {
                to.force(false);
                return false;
            }
            try (FileChannel from = FileChannel.open(fileOf(key), StandardOpenOption.READ)) {
                long position = done - done % JOINED_AT_ONCE;
                long end = Math.min(position + JOINED_AT_ONCE, length);
                to.position(start + position);
                while (position < end) {
                    long copied = from.transferTo(position, end - position, to);
                    if (copied <= 0) {
                        throw new IOException(key + " is shorter than it was");
                    }
                    position += copied;
                }
            }
            to.force(false);
            return true;
        }
    }

    /** Removes a file; nothing happens when there is none. */
    public void delete(String key) throws IOException {
        Files.deleteIfExists(fileOf(key));
    }

    /** The folder of a file, made when it is not there. */
    private Path madeFolder(String key) throws IOException {
        Path folder = fileOf(key).resolveSibling("");
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            Durability.syncFolder(root);
        }
        return folder;
    }

    /** The file itself, for the blob store to read. */
    public Path fileOf(String key) {
        if (!isKey(key)) {
            throw new IllegalArgumentException("not a staging key: " + key);
        }
        return root.resolve(folderOf(key)).resolve(key);
    }

    static boolean isKey(String name) {
        return KEY.matcher(name).matches();
    }

    /** The last characters of an id are spread evenly; its first ones are the same for years. */
    static String folderOf(String key) {
        return key.substring(11);
    }
}
