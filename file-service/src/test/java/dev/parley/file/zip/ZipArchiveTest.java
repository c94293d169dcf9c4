package dev.parley.file.zip;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;

import dev.parley.file.blob.StoredBytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ZipArchiveTest {

    private static final Instant TIME = Instant.parse("2026-11-20T10:11:12Z");

    @TempDir
    private Path folder;

    @Test
    void whatGoesInComesOutWithItsNameAndTime() throws IOException {
        byte[] content = new byte[100_000];
        new Random(7).nextBytes(content);
        Path file = folder.resolve("a.zip");
        try (OutputStream out = Files.newOutputStream(file); ZipArchive zip = new ZipArchive(out)) {
            zip.folder("Fotos 🏝/", TIME);
            zip.file("Fotos 🏝/Änderung (2).bin", MediaType.APPLICATION_OCTET_STREAM, TIME, bytes(content));
            zip.file("Fotos 🏝/leer", MediaType.IMAGE_PNG, TIME, bytes(new byte[0]));
            zip.finish();
        }

        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertThat(zip.stream().map(Object::toString)).containsExactly("Fotos 🏝/", "Fotos 🏝/Änderung (2).bin",
                    "Fotos 🏝/leer");
            var entry = zip.getEntry("Fotos 🏝/Änderung (2).bin");
            assertThat(entry.getLastModifiedTime().toInstant()).isEqualTo(TIME);
            try (InputStream in = zip.getInputStream(entry)) {
                assertThat(in.readAllBytes()).isEqualTo(content);
            }
        }
    }

    @Test
    void moreThan65535EntriesAreZip64() throws IOException, InterruptedException {
        Path file = folder.resolve("many.zip");
        try (OutputStream out = new java.io.BufferedOutputStream(Files.newOutputStream(file));
                ZipArchive zip = new ZipArchive(out)) {
            for (int i = 0; i < 70_000; i++) {
                zip.file("many/" + i, MediaType.IMAGE_PNG, TIME, bytes(new byte[]{(byte) i}));
            }
            zip.finish();
        }

        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertThat(zip.size()).isEqualTo(70_000);
            assertThat(zip.getInputStream(zip.getEntry("many/69999")).readAllBytes()).containsExactly((byte) 69_999);
        }
        Unzip.test(file);
    }

    /** Slow: 4.5 GiB go through it. */
    @Test
    @Tag("drill")
    void aFileOfMoreThan4GiBIsZip64() throws IOException, InterruptedException {
        Path file = folder.resolve("large.zip");
        long size = 4_500L << 20;
        try (OutputStream out = Files.newOutputStream(file); ZipArchive zip = new ZipArchive(out)) {
            zip.file("large", MediaType.TEXT_PLAIN, TIME, zeros(size));
            zip.file("after", MediaType.TEXT_PLAIN, TIME, bytes(new byte[]{1}));
            zip.finish();
        }

        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertThat(zip.getEntry("large").getSize()).isEqualTo(size);
            assertThat(zip.getInputStream(zip.getEntry("after")).readAllBytes()).containsExactly(1);
        }
        Unzip.test(file);
    }

    @Test
    void aZipThatWasNotFinishedIsNone() throws IOException {
        Path file = folder.resolve("broken.zip");
        StoredBytes broken = new StoredBytes() {
            @Override
            public long size() {
                return 10;
            }

            @Override
            public void copyTo(long offset, long length, OutputStream out) throws IOException {
                out.write(new byte[5]);
                throw new EOFException("ends early");
            }

            @Override
            public void close() {}
        };
        try (OutputStream out = Files.newOutputStream(file)) {
            assertThatIOException().isThrownBy(() -> {
                try (ZipArchive zip = new ZipArchive(out)) {
                    zip.file("whole", MediaType.TEXT_PLAIN, TIME, bytes(new byte[100]));
                    zip.file("broken", MediaType.TEXT_PLAIN, TIME, broken);
                    zip.finish();
                }
            }).withMessage("ends early");
        }

        assertThatThrownBy(() -> new ZipFile(file.toFile()).close()).isInstanceOf(ZipException.class);
    }

    @ParameterizedTest
    @CsvSource({"image/jpeg,true", "video/mp4,true", "audio/ogg,true", "application/zip,true", "application/pdf,true",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document,true", "image/svg+xml,false",
        "image/bmp,false", "text/plain,false", "application/json,false", "application/octet-stream,false"})
    void whatIsCompressedIsNotCompressedAgain(String type, boolean compressed) {
        assertThat(ZipArchive.isCompressed(MediaType.parseMediaType(type))).isEqualTo(compressed);
    }

    @Test
    void textBecomesSmallerAndPicturesDoNotGrowMuch() throws IOException {
        byte[] same = new byte[1_000_000];

        assertThat(sizeOf(MediaType.TEXT_PLAIN, same)).isLessThan(20_000);
        assertThat(sizeOf(MediaType.IMAGE_JPEG, same)).isBetween(same.length, same.length + 1_000);
    }

    private static int sizeOf(MediaType type, byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipArchive zip = new ZipArchive(out)) {
            zip.file("x", type, TIME, bytes(content));
            zip.finish();
        }
        return out.size();
    }

    private static StoredBytes bytes(byte[] content) {
        return new StoredBytes() {
            @Override
            public long size() {
                return content.length;
            }

            @Override
            public void copyTo(long offset, long length, OutputStream out) throws IOException {
                out.write(content, (int) offset, (int) length);
            }

            @Override
            public void close() {}
        };
    }

    private static StoredBytes zeros(long size) {
        byte[] piece = new byte[1 << 20];
        return new StoredBytes() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public void copyTo(long offset, long length, OutputStream out) throws IOException {
                for (long left = length; left > 0; left -= piece.length) {
                    out.write(piece, 0, (int) Math.min(left, piece.length));
                }
            }

            @Override
            public void close() {}
        };
    }
}
