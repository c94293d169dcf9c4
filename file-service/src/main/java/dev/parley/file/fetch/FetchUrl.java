package dev.parley.file.fetch;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address to fetch from, read strictly: what could be understood in two ways is refused rather than understood in one of them.
 *
 * @param scheme http or https
 * @param host the host
 * @param port the port, the usual one of the scheme where none was given
 * @param target path and query, in ASCII, beginning with a slash
 */
record FetchUrl(String scheme, FetchHost host, int port, String target) {

    static final int LONGEST = 2_000;

    private static final Pattern ABSOLUTE = Pattern.compile("(?i)(https?)://([^/?#]*)([^#]*)(?:#.*)?");
    private static final Pattern WITH_SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:.*");
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[^\\]]*\\]|[^:\\[\\]]+)(?::(\\d{1,5}))?");
    private static final String KEPT = "-._~:/?@!$&'()*+,;=%";

    /** Reads what a person or a server gave. */
    static FetchUrl parse(String given) throws FetchFailedException {
        if (given.isBlank() || given.length() > LONGEST) {
            throw refused("must have 1 to " + LONGEST + " characters");
        }
        requireClean(given);
        Matcher url = ABSOLUTE.matcher(given.strip());
        if (!url.matches()) {
            throw refused("must be an http or https address");
        }
        String authority = url.group(2);
        if (authority.indexOf('@') >= 0) {
            throw refused("must not have a user name or password");
        }
        Matcher parts = AUTHORITY.matcher(authority);
        if (!parts.matches()) {
            throw refused("the host is not valid");
        }
        String scheme = url.group(1).toLowerCase(Locale.ROOT);
        int port = parts.group(2) == null ? usualPort(scheme) : Integer.parseInt(parts.group(2));
        if (port < 1 || port > 65_535) {
            throw refused("the port is not valid");
        }
        return new FetchUrl(scheme, FetchHost.parse(parts.group(1)), port, target(url.group(3)));
    }

    /** Reads where a server sends on to: an address, or a reference relative to this one. */
    FetchUrl resolve(String location) throws FetchFailedException {
        if (location.length() > LONGEST) {
            throw refused("must have 1 to " + LONGEST + " characters");
        }
        requireClean(location);
        String reference = location.strip();
        if (WITH_SCHEME.matcher(reference).matches()) {
            return parse(reference);
        }
        if (reference.startsWith("//")) {
            return parse(scheme + ":" + reference);
        }
        int fragment = reference.indexOf('#');
        String relative = encoded(fragment < 0 ? reference : reference.substring(0, fragment));
        String directory = path().substring(0, path().lastIndexOf('/') + 1);
        String resolved = switch (relative.isEmpty() ? ' ' : relative.charAt(0)) {
            case ' ' -> target;
            case '/' -> relative;
            case '?' -> path() + relative;
            default -> directory + relative;
        };
        URI normal = URI.create("http://h" + resolved).normalize();
        String query = normal.getRawQuery() == null ? "" : "?" + normal.getRawQuery();
        return new FetchUrl(scheme, host, port, target(normal.getRawPath() + query));
    }

    boolean secure() {
        return scheme.equals("https");
    }

    /** The path without the query. */
    String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    @Override
    public String toString() {
        String name = host.text().indexOf(':') < 0 ? host.text() : "[" + host.text() + "]";
        return scheme + "://" + name + (port == usualPort(scheme) ? "" : ":" + port) + target;
    }

    private static int usualPort(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }

    private static void requireClean(String text) throws FetchFailedException {
        boolean unclean = text.codePoints().anyMatch(c -> c == '\\' || Character.isISOControl(c)
                || Character.getType(c) == Character.SURROGATE || Character.getType(c) == Character.FORMAT
                || Character.getType(c) == Character.LINE_SEPARATOR
                || Character.getType(c) == Character.PARAGRAPH_SEPARATOR);
        if (unclean) {
            throw refused("must not have backslashes or control characters");
        }
    }

    private static String target(String pathAndQuery) {
        String text = encoded(pathAndQuery);
        return text.startsWith("/") ? text : "/" + text;
    }

    /** All that RFC 3986 does not know in a path or a query is percent-encoded, as browsers do; what is encoded stays so. */
    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            char c = (char) (bytes[i] & 0xff);
            boolean letter = c < 0x80 && Character.isLetterOrDigit(c);
            boolean strayPercent = c == '%' && !(i + 2 < bytes.length && Character.digit(bytes[i + 1], 16) >= 0
                    && Character.digit(bytes[i + 2], 16) >= 0);
            if ((letter || KEPT.indexOf(c) >= 0) && !strayPercent) {
                encoded.append(c);
            } else {
                encoded.append('%').append(String.format(Locale.ROOT, "%02X", (int) c));
            }
        }
        return encoded.toString();
    }

    private static FetchFailedException refused(String detail) {
        return new FetchFailedException(Trouble.URL_REFUSED, detail);
    }
}
