package dev.parley.file.content;

import java.nio.charset.StandardCharsets;
import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.MediaType;

import dev.parley.platform.problem.InvalidRequest;

/**
 * Content-Disposition (RFC 6266): the name for old clients in ASCII, and the real one (RFC 8187). Spring writes an encoded word of mail
 * into the first, which clients save as it is.
 */
public final class SavedName {

    private static final String ATTACHMENT = "attachment";
    private static final String INLINE = "inline";
    /** Types that a browser shows and never runs. */
    private static final Set<String> SHOWN = Set.of("image/png", "image/jpeg", "image/gif", "image/webp", "image/avif",
            "text/plain", "application/pdf");
    private static final String UNRESERVED = "!#$&+-.^_`|~";

    private SavedName() {}

    /**
     * The header for a content of this name. {@code ?disposition=inline} asks a browser to show it, which is granted to types that are
     * safe to show; everything else is saved.
     */
    static String disposition(HttpServletRequest request, String name, MediaType mediaType) {
        String asked = request.getParameter("disposition");
        if (asked != null && !asked.equals(INLINE) && !asked.equals(ATTACHMENT)) {
            throw InvalidRequest.of("disposition", "must be attachment or inline");
        }
        return disposition(INLINE.equals(asked) && isShown(mediaType) ? INLINE : ATTACHMENT, name);
    }

    /** The header for what is always saved. */
    public static String attachment(String name) {
        return disposition(ATTACHMENT, name);
    }

    private static boolean isShown(MediaType mediaType) {
        return SHOWN.contains(mediaType.getType() + "/" + mediaType.getSubtype()) || mediaType.getType().equals("audio")
                || mediaType.getType().equals("video");
    }

    private static String disposition(String kind, String name) {
        String fallback = ascii(name);
        String header = kind + "; filename=\"" + fallback + '"';
        return fallback.equals(name) ? header : header + "; filename*=UTF-8''" + encoded(name);
    }

    /** Some clients decode percents and take backslashes away, so that those do not stand in it either. */
    private static String ascii(String name) {
        StringBuilder text = new StringBuilder(name.length());
        name.codePoints().map(c -> c < ' ' || c > '~' || c == '"' || c == '\\' || c == '%' ? '_' : c)
                .forEach(text::appendCodePoint);
        return text.toString();
    }

    private static String encoded(String name) {
        StringBuilder text = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
            text.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return text.toString();
    }
}
