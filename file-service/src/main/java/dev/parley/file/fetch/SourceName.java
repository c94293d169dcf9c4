package dev.parley.file.fetch;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.parley.file.drive.FileName;

/** What a file from elsewhere is called. Servers and addresses only suggest a name: it never has a folder, nor anything that misleads. */
final class SourceName {

    /** When nothing suggests a name. */
    static final String DEFAULT = "download";

    private static final int LONGEST = 200;
    private static final int LONGEST_SUFFIX = 20;
    private static final Pattern PARAMETER = Pattern
            .compile(";\\s*([A-Za-z0-9!#$&+.^_`|~*-]+)\\s*=\\s*(\"(?:[^\"\\\\]|\\\\.)*+\"|[^\\s;\"]+)");
    private static final Pattern EXTENDED = Pattern.compile("(?i)(utf-8|iso-8859-1)'[^']*'(.*)");

    private SourceName() {}

    /** The name in Content-Disposition (RFC 6266); that in UTF-8 comes before the plain one. */
    static Optional<String> ofDisposition(String header) {
        Map<String, String> parameters = new HashMap<>();
        Matcher matcher = PARAMETER.matcher(header);
        while (matcher.find()) {
            parameters.putIfAbsent(matcher.group(1).toLowerCase(Locale.ROOT), unquoted(matcher.group(2)));
        }
        return Optional.ofNullable(parameters.get("filename*")).flatMap(SourceName::extended)
                .or(() -> Optional.ofNullable(parameters.get("filename")).map(SourceName::latinOrUtf8))
                .flatMap(SourceName::clean);
    }

    /** The last part of the path of an address. */
    static Optional<String> ofUrl(FetchUrl url) {
        String path = url.path();
        return decode(path.substring(path.lastIndexOf('/') + 1), StandardCharsets.UTF_8).flatMap(SourceName::clean);
    }

    private static String unquoted(String value) {
        return value.startsWith("\"") ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
    }

    /** RFC 8187: {@code UTF-8'en'%e2%82%ac.txt}. */
    private static Optional<String> extended(String value) {
        Matcher matcher = EXTENDED.matcher(value);
        return matcher.matches() ? decode(matcher.group(2), Charset.forName(matcher.group(1))) : Optional.empty();
    }

    /** Headers are read as ISO 8859-1; many servers write UTF-8 into them. */
    private static String latinOrUtf8(String value) {
        return text(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8).orElse(value);
    }

    private static Optional<String> decode(String encoded, Charset charset) {
        ByteBuffer bytes = ByteBuffer.allocate(encoded.length() * 3);
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%' && i + 2 < encoded.length() && Character.digit(encoded.charAt(i + 1), 16) >= 0
                    && Character.digit(encoded.charAt(i + 2), 16) >= 0) {
                bytes.put((byte) Integer.parseInt(encoded.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.put(String.valueOf(c).getBytes(charset));
            }
        }
        byte[] decoded = new byte[bytes.flip().remaining()];
        bytes.get(decoded);
        return text(decoded, charset);
    }

    private static Optional<String> text(byte[] bytes, Charset charset) {
        try {
            return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException notInIt) {
            return Optional.empty();
        }
    }

    /** Without folders and without characters that names must not have; empty when nothing is left. */
    private static Optional<String> clean(String suggested) {
        String last = suggested.substring(Math.max(suggested.lastIndexOf('/'), suggested.lastIndexOf('\\')) + 1);
        StringBuilder kept = new StringBuilder();
        last.codePoints().filter(c -> FileName.violation("x" + Character.toString(c)).isEmpty()
                && Character.getType(c) != Character.FORMAT).forEach(kept::appendCodePoint);
        String name = FileName.normalize(shortened(FileName.normalize(kept.toString())));
        return FileName.violation(name).isEmpty() ? Optional.of(name) : Optional.empty();
    }

    /** Keeps the end, which tells the kind of a file. */
    private static String shortened(String name) {
        if (name.length() <= LONGEST) {
            return name;
        }
        int dot = name.lastIndexOf('.');
        String suffix = dot > 0 && name.length() - dot <= LONGEST_SUFFIX ? name.substring(dot) : "";
        int end = LONGEST - suffix.length();
        return name.substring(0, Character.isHighSurrogate(name.charAt(end - 1)) ? end - 1 : end) + suffix;
    }
}
