package dev.parley.file.fetch;

import java.net.InetAddress;
import java.util.regex.Pattern;

/** A network in CIDR form: addresses that begin with the same bits. */
record Network(InetAddress base, int bits) {

    private static final Pattern TEXT = Pattern.compile("[0-9a-fA-F:.]+/\\d{1,3}");

    Network {
        if (bits < 0 || bits > base.getAddress().length * 8) {
            throw new IllegalArgumentException("a network has no " + bits + " bits: " + base.getHostAddress());
        }
    }

    /** Reads "10.0.0.0/8" or "fd00::/8". */
    static Network parse(String text) {
        String cidr = text.strip();
        if (!TEXT.matcher(cidr).matches()) {
            throw new IllegalArgumentException("not a network in CIDR form: " + text);
        }
        int slash = cidr.indexOf('/');
        return new Network(InetAddress.ofLiteral(cidr.substring(0, slash)),
                Integer.parseInt(cidr.substring(slash + 1)));
    }

    boolean contains(InetAddress address) {
        byte[] mine = base.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((mine[bit / 8] & mask) != (other[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
