package dev.parley.file.fetch;

import java.net.IDN;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The host of an address: a name, or an IP address in its one usual spelling. Other spellings of addresses (decimal, octal, hexadecimal,
 * short) are understood differently by different programs, and are refused.
 *
 * @param text a name in lower case and in ASCII, or an address
 * @param address the address, null for a name
 */
record FetchHost(String text, @Nullable InetAddress address) {

    private static final int LONGEST = 253;
    private static final Pattern LABEL = Pattern.compile("[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern DOTTED_QUAD = Pattern.compile("(?:" + OCTET + "\\.){3}" + OCTET);
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]{2,45}");
    /** Names that no public name service answers for. */
    private static final List<String> INTERNAL = List.of("local", "internal", "localhost", "localdomain", "intranet",
            "private", "corp", "home", "lan", "arpa", "onion", "alt", "test", "invalid", "example", "cluster",
            "consul");

    /** Reads a host as it stands in an address, brackets included. */
    static FetchHost parse(String written) throws FetchFailedException {
        if (written.startsWith("[") && written.endsWith("]")) {
            return ipv6(written.substring(1, written.length() - 1));
        }
        String name = ascii(written);
        List<String> labels = List.of(name.split("\\.", -1));
        if (name.length() > LONGEST || !labels.stream().allMatch(label -> LABEL.matcher(label).matches())) {
            throw refused("the host is not a valid name");
        }
        if (!NUMBER.matcher(labels.getLast()).matches()) {
            return new FetchHost(name, null);
        }
        if (!DOTTED_QUAD.matcher(written).matches()) {
            throw refused("an IPv4 address must be four decimal numbers");
        }
        return new FetchHost(name, InetAddress.ofLiteral(name));
    }

    private static String ascii(String written) throws FetchFailedException {
        try {
            // Maps other full stops and digits of other scripts too, so that what follows sees the name as a resolver would.
            String name = IDN.toASCII(written, 0).toLowerCase(Locale.ROOT);
            return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        } catch (IllegalArgumentException | IndexOutOfBoundsException notAName) {
            throw refused("the host is not a valid name");
        }
    }

    private static FetchHost ipv6(String written) throws FetchFailedException {
        if (!IPV6.matcher(written).matches() || !written.contains(":")) {
            throw refused("the host is not a valid IPv6 address");
        }
        try {
            InetAddress address = InetAddress.ofLiteral(written);
            return new FetchHost(address.getHostAddress(), address);
        } catch (IllegalArgumentException notAnAddress) {
            throw refused("the host is not a valid IPv6 address");
        }
    }

    /** The address, where the host is written as one. */
    Optional<InetAddress> literal() {
        return Optional.ofNullable(address);
    }

    /** Whether this is a name that only means something inside of some network. */
    boolean internal() {
        int dot = text.lastIndexOf('.');
        return address == null && (dot < 0 || INTERNAL.contains(text.substring(dot + 1)));
    }

    private static FetchFailedException refused(String detail) {
        return new FetchFailedException(Trouble.URL_REFUSED, detail);
    }
}
