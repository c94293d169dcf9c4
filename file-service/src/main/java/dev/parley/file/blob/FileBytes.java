package dev.parley.file.blob;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file, opened once: a reader keeps its bytes when the file is unlinked. */
public final class FileBytes implements StoredBytes {

    private static final int BUFFER_SIZE = 128 * 1024;

    private final FileChannel channel;
    private final long size;

    private FileBytes(FileChannel channel, long size) {
        this.channel = channel;
        this.size = size;
    }

    /** Opens a file; {@link java.nio.file.NoSuchFileException} when there is none. */
    public static FileBytes open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new FileBytes(channel, channel.size());
        } catch (IOException unreadable) {
            channel.close();
            throw unreadable;
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void copyTo(long offset, long length, OutputStream out) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(length, BUFFER_SIZE));
        long position = offset;
        long end = offset + length;
        while (position < end) {
            buffer.clear().limit((int) Math.min(end - position, buffer.capacity()));
            int read = channel.read(buffer, position);
            if (read < 0) {
                throw new EOFException("the content ends at " + position + ", " + end + " were asked for");
            }
            out.write(buffer.array(), 0, read);
            position += read;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
