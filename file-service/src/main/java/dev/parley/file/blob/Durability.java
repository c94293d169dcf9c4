package dev.parley.file.blob;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What a file system needs to be told before a new name survives a crash. */
public final class Durability {

    private Durability() {}

    /** Makes the names in a folder durable: syncing a file alone does not keep its entry in the folder. */
    public static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
