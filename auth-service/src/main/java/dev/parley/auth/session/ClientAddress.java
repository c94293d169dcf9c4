package dev.parley.auth.session;

import java.net.InetAddress;
import java.util.Optional;

/** The IP address that a request came from. */
final class ClientAddress {

    private ClientAddress() {}

    /**
     * The address in one form, without a zone: an IPv4 address that came mapped into IPv6 is an IPv4 address. At most 39
     * characters. Empty for what is no address.
     */
    static Optional<String> canonical(String text) {
        int zone = text.indexOf('%');
        try {
            return Optional.of(InetAddress.ofLiteral(zone < 0 ? text : text.substring(0, zone)).getHostAddress());
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }
}
