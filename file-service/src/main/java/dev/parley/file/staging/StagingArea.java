package dev.parley.file.staging;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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

    private final Path root;

    /** Uses the directory of the settings, which is made when it is not there. */
    StagingArea(StagingSettings settings) throws IOException {
        this.root = settings.directory().toAbsolutePath();
        Files.createDirectories(root);
    }

    /** Makes an empty file whose name survives a crash. */
    public void create(String key) throws IOException {
        Path file = fileOf(key);
        Path folder = file.resolveSibling("");
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            Durability.syncFolder(root);
        }
        Files.createFile(file);
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

    /** Removes a file; nothing happens when there is none. */
    public void delete(String key) throws IOException {
        Files.deleteIfExists(fileOf(key));
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
