package dev.parley.file.image;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

import org.jspecify.annotations.Nullable;

/** Pixels in memory: made smaller, put upright, written. */
final class Canvas {

    private static final float QUALITY = 0.8f;

    private Canvas() {}

    /** The picture in sRGB, not larger than this on its longer side; transparent if it was. */
    static BufferedImage shrink(BufferedImage picture, int longest) {
        double scale = Math.min(1.0, (double) longest / Math.max(picture.getWidth(), picture.getHeight()));
        int width = Math.max(1, (int) Math.round(picture.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(picture.getHeight() * scale));
        BufferedImage current = picture;
        while (current.getWidth() > 2 * width && current.getHeight() > 2 * height) {
            current = draw(current, (current.getWidth() + 1) / 2, (current.getHeight() + 1) / 2);
        }
        return draw(current, width, height);
    }

    private static BufferedImage draw(BufferedImage picture, int width, int height) {
        BufferedImage drawn = new BufferedImage(width, height, picture.getColorModel().hasAlpha()
                ? BufferedImage.TYPE_INT_ARGB
                : BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = drawn.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(picture, 0, 0, width, height, null);
        graphics.dispose();
        return drawn;
    }

    /** The picture as it is to be shown, when the camera was held like this (EXIF, 1 to 8). */
    static BufferedImage upright(BufferedImage picture, int orientation) {
        if (orientation == 1) {
            return picture;
        }
        int right = picture.getWidth() - 1;
        int bottom = picture.getHeight() - 1;
        boolean turned = orientation >= 5;
        BufferedImage shown = new BufferedImage(turned ? bottom + 1 : right + 1, turned ? right + 1 : bottom + 1,
                picture.getType());
        for (int y = 0; y < shown.getHeight(); y++) {
            for (int x = 0; x < shown.getWidth(); x++) {
                shown.setRGB(x, y, switch (orientation) {
                    case 2 -> picture.getRGB(right - x, y);
                    case 3 -> picture.getRGB(right - x, bottom - y);
                    case 4 -> picture.getRGB(x, bottom - y);
                    case 5 -> picture.getRGB(y, x);
                    case 6 -> picture.getRGB(y, bottom - x);
                    case 7 -> picture.getRGB(right - y, bottom - x);
                    case 8 -> picture.getRGB(right - y, x);
                    default -> throw new IllegalArgumentException("no orientation: " + orientation);
                });
            }
        }
        return shown;
    }

    /** JPEG, or PNG when it is transparent. */
    static String mediaType(BufferedImage picture) {
        return picture.getColorModel().hasAlpha() ? "image/png" : "image/jpeg";
    }

    /** The pixels in that type, and no metadata. */
    static byte[] write(BufferedImage picture) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByMIMEType(mediaType(picture)).next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), quality(writer, picture));
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static @Nullable ImageWriteParam quality(ImageWriter writer, BufferedImage picture) {
        if (picture.getColorModel().hasAlpha()) {
            return null;
        }
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        parameters.setCompressionQuality(QUALITY);
        return parameters;
    }
}
