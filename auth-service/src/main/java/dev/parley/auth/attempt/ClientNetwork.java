package dev.parley.auth.attempt;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;

/** What counts as one address: an IPv4 address, or the 64 bits of an IPv6 address that a subscriber is given as a whole. */
final class ClientNetwork {

    private static final int IPV6_BYTES = 8;

    private ClientNetwork() {}

    /** The network of an address in literal form; a text that is none stands for itself. */
    static String of(String address) {
        int scope = address.indexOf('%');
        String literal = scope < 0 ? address : address.substring(0, scope);
        try {
            return switch (InetAddress.ofLiteral(literal)) {
                case Inet4Address v4 -> v4.getHostAddress(); // also one that was written as IPv6
                case Inet6Address v6 -> HexFormat.of().formatHex(v6.getAddress(), 0, IPV6_BYTES) + "/64";
                case InetAddress other -> other.getHostAddress();
            };
        } catch (IllegalArgumentException e) {
            return address;
        }
    }
}
