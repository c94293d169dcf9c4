package dev.parley.file.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import dev.parley.file.blob.StoredBytes;

/**
 * Makes thumbnails of pictures that anybody may have sent. What is declared in the header is looked at before anything is decoded; then
 * only every n-th pixel is kept, so that memory is that of a few thumbnails. One picture at a time, each for a limited time, on a thread of
 * its own: decoding is pure computation, and would keep a carrier of virtual threads from all others.
 */
@Component
class Thumbnails {

    /** The longer side of a thumbnail. */
    static final int LONGEST_SIDE = 512;

    private static final Logger LOG = LoggerFactory.getLogger(Thumbnails.class);
    private static final int LARGEST_SIDE = 65_535;
    private static final int MOST_SCANS = 100;

    private final ImageSettings settings;
    private final Semaphore oneAtATime = new Semaphore(1);

    Thumbnails(ImageSettings settings) {
        this.settings = settings;
        ImageIO.setUseCache(false); // no files aside
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(Thumbnails.class.getClassLoader());
        ImageIO.scanForPlugins(); // where this class was loaded from, a jar within a jar perhaps
        Thread.currentThread().setContextClassLoader(before);
    }

    /** Whether a content may be a picture, by its size and its first bytes. */
    boolean mayBePicture(StoredBytes content) throws IOException {
        return formatOf(content).isPresent();
    }

    /**
     * The thumbnail of a content; empty when it is no picture, a broken one, one beyond the limits, or one that took too long.
     *
     * @throws IOException when the content cannot be read
     */
    Optional<Thumbnail> make(StoredBytes content) throws IOException, InterruptedException {
        Optional<PictureFormat> format = formatOf(content);
        if (format.isEmpty()) {
            return Optional.empty();
        }
        StoredImageInput input = new StoredImageInput(content);
        CompletableFuture<Optional<Thumbnail>> result = new CompletableFuture<>();
        Decoding decoding = new Decoding(format.get(), input, settings);
        oneAtATime.acquire(); // released by the thread: one that was given up still computes
        Thread.ofPlatform().name("picture").daemon().start(() -> {
            try {
                result.complete(decoding.run());
            } catch (Throwable broken) { // decoders fail in every way there is; it is the picture's end, not the service's
                result.completeExceptionally(broken);
            } finally {
                oneAtATime.release();
            }
        });
        try {
            return result.get(settings.timeLimit().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException tooLong) {
            decoding.abort();
            LOG.warn("a picture took too long and gets no thumbnail");
            return Optional.empty();
        } catch (ExecutionException broken) {
            input.requireReadable();
            LOG.debug("a picture is broken and gets no thumbnail", broken.getCause());
            return Optional.empty();
        }
    }

    private Optional<PictureFormat> formatOf(StoredBytes content) throws IOException {
        if (content.size() < PictureFormat.HEAD || content.size() > settings.maxBytes().toBytes()) {
            return Optional.empty();
        }
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        content.copyTo(0, PictureFormat.HEAD, head);
        return PictureFormat.of(head.toByteArray());
    }

    /** The work on one picture; it can be aborted by another thread. */
    private static final class Decoding {

        private final PictureFormat format;
        private final StoredImageInput input;
        private final ImageSettings settings;
        private final ImageReader reader;
        private volatile boolean aborted;

        Decoding(PictureFormat format, StoredImageInput input, ImageSettings settings) {
            this.format = format;
            this.input = input;
            this.settings = settings;
            this.reader = ImageIO.getImageReadersByFormatName(format.readerName()).next();
        }

        void abort() {
            aborted = true;
            input.cancel();
            reader.abort();
        }

        Optional<Thumbnail> run() throws IOException {
            try {
                if (format == PictureFormat.JPEG && PictureStructure.scansUpTo(MOST_SCANS, input) >= MOST_SCANS) {
                    return Optional.empty();
                }
                int orientation = PictureStructure.orientation(format, input);
                reader.setInput(input, false, true);
                int width = reader.getWidth(0);
                int height = reader.getHeight(0);
                if (!allowed(width, height)) {
                    return Optional.empty();
                }
                ImageReadParam parameters = reader.getDefaultReadParam();
                int step = subsampling(width, height);
                parameters.setSourceSubsampling(step, step, 0, 0);
                BufferedImage small = Canvas.shrink(reader.read(0, parameters), LONGEST_SIDE);
                if (aborted) {
                    return Optional.empty(); // what was read is a part of it
                }
                BufferedImage shown = Canvas.upright(small, orientation);
                boolean turned = orientation >= 5;
                return Optional.of(new Thumbnail(turned ? height : width, turned ? width : height,
                        Canvas.mediaType(shown), Canvas.write(shown)));
            } finally {
                reader.dispose();
            }
        }

        private boolean allowed(int width, int height) {
            long most = format.decodedWhole() ? settings.maxPixelsWhole() : settings.maxPixels();
            return width > 0 && height > 0 && width <= LARGEST_SIDE && height <= LARGEST_SIDE
                    && (long) width * height <= most;
        }
    }

    /** Every how many pixels one is kept: so that at least twice, and less than four times, the thumbnail's side is left. */
    static int subsampling(int width, int height) {
        return Math.max(1, Math.max(width, height) / (2 * LONGEST_SIDE));
    }
}
