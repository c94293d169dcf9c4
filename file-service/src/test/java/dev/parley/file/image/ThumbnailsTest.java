package dev.parley.file.image;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

import dev.parley.file.blob.StoredBytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ThumbnailsTest {

    private static final ImageSettings SETTINGS = new ImageSettings(50_000_000, 12_500_000, DataSize.ofMegabytes(64),
            Duration.ofSeconds(60));
    private static final String WEBP_LOSSLESS = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==";
    private static final String WEBP_LOSSY = "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA";

    private final Thumbnails thumbnails = new Thumbnails(SETTINGS);

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "png", "gif"})
    void eachFormatGetsASmallPictureOfTheSameProportions(String format) throws Exception {
        Thumbnail made = make(Pictures.of(format, 3_000, 1_500, BufferedImage.TYPE_INT_RGB)).orElseThrow();

        assertThat(made.width()).isEqualTo(3_000);
        assertThat(made.height()).isEqualTo(1_500);
        BufferedImage small = Pictures.read(made.bytes());
        assertThat(small.getWidth()).isEqualTo(512);
        assertThat(small.getHeight()).isEqualTo(256);
        assertThat(isRed(small, 100, 128)).isTrue();
        assertThat(isRed(small, 400, 128)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {WEBP_LOSSLESS, WEBP_LOSSY})
    void webpIsAPicture(String base64) throws Exception {
        Thumbnail made = make(Base64.getDecoder().decode(base64)).orElseThrow();

        assertThat(made.width()).isEqualTo(1);
        assertThat(made.height()).isEqualTo(1);
        assertThat(Pictures.read(made.bytes()).getWidth()).isEqualTo(1);
    }

    @Test
    void aSmallPictureKeepsItsSizeAndItsTransparency() throws Exception {
        Thumbnail made = make(Pictures.of("png", 30, 20, BufferedImage.TYPE_INT_ARGB)).orElseThrow();

        assertThat(made.mediaType()).isEqualTo("image/png");
        BufferedImage small = Pictures.read(made.bytes());
        assertThat(small.getWidth()).isEqualTo(30);
        assertThat(small.getColorModel().hasAlpha()).isTrue();
        assertThat(make(Pictures.jpeg(30, 20)).orElseThrow().mediaType()).isEqualTo("image/jpeg");
    }

    @ParameterizedTest
    @CsvSource({"1,200,100,left", "2,200,100,right", "3,200,100,right", "4,200,100,left", "5,100,200,top",
        "6,100,200,top", "7,100,200,bottom", "8,100,200,bottom", "9,200,100,left", "0,200,100,left"})
    void aPictureIsShownAsTheCameraWasHeld(int orientation, int width, int height, String redSide) throws Exception {
        for (boolean littleEndian : new boolean[]{true, false}) {
            byte[] picture = Pictures.withExif(Pictures.jpeg(200, 100), Pictures.exif(orientation, littleEndian, ""));

            Thumbnail made = make(picture).orElseThrow();

            assertThat(new int[]{made.width(), made.height()}).containsExactly(width, height);
            BufferedImage shown = Pictures.read(made.bytes());
            assertThat(new int[]{shown.getWidth(), shown.getHeight()}).containsExactly(width, height);
            assertThat(isRed(shown, 5, 5)).isEqualTo("left".equals(redSide) || "top".equals(redSide));
            assertThat(isRed(shown, width - 5, height - 5))
                    .isEqualTo("right".equals(redSide) || "bottom".equals(redSide));
        }
    }

    @Test
    void aPngIsTurnedByItsExifChunkToo() throws Exception {
        Thumbnail made = make(Pictures.png(40, 20, true, "eXIf", Pictures.exif(6, false, ""))).orElseThrow();

        assertThat(new int[]{made.width(), made.height()}).containsExactly(20, 40);
    }

    @Test
    void nothingThatTheCameraWroteDownIsInTheThumbnail() throws Exception {
        String secret = "48.8584N 2.2945E";
        byte[] picture = Pictures.withExif(Pictures.jpeg(200, 100), Pictures.exif(6, true, secret));
        assertThat(text(picture)).contains(secret);

        assertThat(text(make(picture).orElseThrow().bytes())).doesNotContain(secret).doesNotContain("Exif");
    }

    @Test
    void aJpegInFourPrintColoursIsAPicture() throws Exception {
        WritableRaster ink = Raster.createInterleavedRaster(java.awt.image.DataBuffer.TYPE_BYTE, 64, 32, 4, null);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(ink, null, null), null);
        }

        assertThat(make(bytes.toByteArray()).orElseThrow().width()).isEqualTo(64);
    }

    @Test
    void whatDeclaresMoreThanTheLimitIsNotDecoded() throws Exception {
        assertThat(make(Pictures.png(50_000, 50_000, false, "", new byte[0]))).as("a tiny PNG").isEmpty();
        assertThat(make(Pictures.png(70_000, 1, true, "", new byte[0]))).as("one long row").isEmpty();
        byte[] gif = Pictures.of("gif", 10, 10, BufferedImage.TYPE_BYTE_INDEXED);
        int frame = new String(gif, StandardCharsets.ISO_8859_1).indexOf(',', 13 + 3 * (2 << (gif[10] & 7)));
        Arrays.fill(gif, frame + 5, frame + 9, (byte) 0xff);
        assertThat(make(gif)).as("a GIF whose first frame is huge").isEmpty();
    }

    @Test
    void aPictureThatInflatesIsReadByEveryFewPixels() throws Exception {
        byte[] bomb = Pictures.png(20_000, 2_000, true, "", new byte[0]);
        assertThat(bomb.length).as("40 megapixels").isLessThan(100_000);

        Thumbnail made = make(bomb).orElseThrow();

        assertThat(Pictures.read(made.bytes()).getWidth()).isEqualTo(512);
        assertThat(Thumbnails.subsampling(20_000, 2_000)).isEqualTo(19);
        assertThat(Thumbnails.subsampling(2_047, 100)).isEqualTo(1);
        assertThat(Thumbnails.subsampling(100, 65_535)).isEqualTo(63);
    }

    @Test
    void textThatInflatesIsNotLookedAt() throws Exception {
        byte[] text = Pictures.deflated(new byte[0], 200_000_000);
        byte[] chunk = new byte[text.length + 9];
        System.arraycopy("Comment".getBytes(StandardCharsets.US_ASCII), 0, chunk, 0, 7);
        System.arraycopy(text, 0, chunk, 9, text.length);

        assertThat(make(Pictures.png(10, 10, true, "zTXt", chunk))).isPresent();
    }

    @Test
    void aJpegOfVeryManyScansIsNotDecoded() throws Exception {
        byte[] jpeg = Pictures.jpeg(100, 100);
        byte[] many = Arrays.copyOf(jpeg, jpeg.length + 200);
        for (int i = jpeg.length; i < many.length; i += 2) {
            many[i] = (byte) 0xff;
            many[i + 1] = (byte) 0xda;
        }

        assertThat(make(many)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "png", "gif"})
    void brokenPicturesHaveNoThumbnailOrAnyButNeverFail(String format) throws Exception {
        byte[] whole = Pictures.of(format, 300, 200, BufferedImage.TYPE_INT_RGB);
        for (int length = 0; length < whole.length; length += Math.max(1, whole.length / 40)) {
            make(Arrays.copyOf(whole, length));
            byte[] damaged = whole.clone();
            for (int i = length; i < Math.min(length + 8, whole.length); i++) {
                damaged[i] ^= 0x5a;
            }
            make(damaged);
        }
        assertThat(make(Arrays.copyOf(whole, 30))).isEmpty();
    }

    @Test
    void whatIsNoPictureHasNone() throws Exception {
        assertThat(make("<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes(StandardCharsets.UTF_8))).isEmpty();
        assertThat(make(new byte[0])).isEmpty();
        assertThat(make(new byte[1_000])).isEmpty();
    }

    @Test
    void aFileBeyondTheLimitIsNotLookedAt() throws Exception {
        Thumbnails small = new Thumbnails(new ImageSettings(50_000_000, 1, DataSize.ofBytes(100),
                Duration.ofSeconds(60)));

        assertThat(small.make(new Content(Pictures.jpeg(100, 100)))).isEmpty();
    }

    @Test
    void aPictureThatTakesTooLongHasNone() throws Exception {
        Thumbnails hasty = new Thumbnails(new ImageSettings(50_000_000, 1, DataSize.ofMegabytes(64),
                Duration.ofMillis(1)));

        assertThat(hasty.make(new Content(Pictures.png(20_000, 2_000, true, "", new byte[0])))).isEmpty();
        assertThat(make(Pictures.jpeg(10, 10))).isPresent();
    }

    @Test
    void bytesThatCannotBeReadAreNotThePicturesFault() {
        Content away = new Content(Pictures.jpeg(100, 100));
        away.failing = true;

        assertThatThrownBy(() -> thumbnails.make(away)).isInstanceOf(IOException.class).hasMessage("away");
    }

    @Test
    void limitsThatCannotWorkStopTheStart() {
        assertThatIllegalArgumentException().isThrownBy(
                () -> new ImageSettings(0, 1, DataSize.ofBytes(1), Duration.ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(
                () -> new ImageSettings(1, 1, DataSize.ofBytes(1), Duration.ZERO));
    }

    private Optional<Thumbnail> make(byte[] picture) throws Exception {
        return thumbnails.make(new Content(picture));
    }

    private static boolean isRed(BufferedImage picture, int x, int y) {
        Color color = new Color(picture.getRGB(x, y));
        return color.getRed() > 200 && color.getBlue() < 60;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static final class Content implements StoredBytes {

        private final byte[] bytes;
        private boolean failing;

        Content(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public void copyTo(long offset, long length, OutputStream out) throws IOException {
            if (failing && length > PictureFormat.HEAD) {
                throw new IOException("away");
            }
            out.write(bytes, (int) offset, (int) length);
        }

        @Override
        public void close() {}
    }
}
