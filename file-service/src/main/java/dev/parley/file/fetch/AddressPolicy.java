package dev.parley.file.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import org.springframework.stereotype.Component;

/**
 * Where the service may connect to. An address is reached only if it is public: a person must not make the service talk to what only the
 * service can reach. A name is looked up once; it is refused unless all of its addresses may be reached, and a connection goes to one of
 * those addresses, whatever the name means a moment later.
 */
@Component
class AddressPolicy {

    /** Of the IPv4 addresses all are public but these (IANA's special-purpose registry, multicast, and one that a cloud uses inside). */
    private static final List<Network> SPECIAL_IPV4 = networks("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10",
            "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "168.63.129.16/32");
    /** Of the IPv6 addresses only these are public: not NAT64, unique-local, link-local, multicast … */
    private static final Network PUBLIC_IPV6 = Network.parse("2000::/3");
    /** … and of them not: protocol assignments with Teredo, documentation, 6to4, 6bone. */
    private static final List<Network> SPECIAL_IPV6 = networks("2001::/23", "2001:db8::/32", "2002::/16", "3ffe::/16",
            "3fff::/20");

    private static final String NOT_PUBLIC = "the host is unknown, or is not a public one";

    private final HostResolver resolver;
    private final FetchSettings settings;
    private final List<Network> allowed;
    private final List<Network> refused;
    private final List<PortRange> ports;

    AddressPolicy(HostResolver resolver, FetchSettings settings) {
        this.resolver = resolver;
        this.settings = settings;
        this.allowed = settings.allowedNetworks().stream().map(Network::parse).toList();
        this.refused = settings.refusedNetworks().stream().map(Network::parse).toList();
        this.ports = settings.ports().stream().map(PortRange::parse).toList();
    }

    /** An address to fetch from, and the only addresses that it may be fetched from. */
    record Vetted(FetchUrl url, List<InetAddress> addresses) {}

    /** What can be said of an address without asking the name service. */
    void check(FetchUrl url) throws FetchFailedException {
        if (ports.stream().noneMatch(range -> range.contains(url.port()))) {
            throw new FetchFailedException(Trouble.URL_REFUSED, "the port is not one that is fetched from");
        }
        boolean pointless = url.host().internal() && allowed.isEmpty();
        if (pointless || url.host().literal().filter(address -> !mayReach(address, false)).isPresent()) {
            throw new FetchFailedException(Trouble.HOST_REFUSED, NOT_PUBLIC);
        }
    }

    /** Looks the host up and decides; each request needs a decision of its own. */
    Vetted vet(FetchUrl url) throws FetchFailedException {
        check(url);
        List<InetAddress> addresses = url.host().literal().map(List::of).orElseGet(() -> lookUp(url.host().text()))
                .stream().map(AddressPolicy::plain).distinct().toList();
        boolean internal = url.host().internal();
        if (addresses.isEmpty() || !addresses.stream().allMatch(address -> mayReach(address, internal))) {
            throw new FetchFailedException(Trouble.HOST_REFUSED, NOT_PUBLIC);
        }
        return new Vetted(url, addresses);
    }

    /** Names that only mean something inside lead to networks that were allowed by name, never to public addresses. */
    private boolean mayReach(InetAddress address, boolean internalName) {
        InetAddress plain = plain(address);
        if (refused.stream().anyMatch(network -> network.contains(plain))) {
            return false;
        }
        return allowed.stream().anyMatch(network -> network.contains(plain)) || (!internalName && isPublic(plain));
    }

    static boolean isPublic(InetAddress address) {
        InetAddress plain = plain(address);
        if (plain.getAddress().length == 4) {
            return SPECIAL_IPV4.stream().noneMatch(network -> network.contains(plain));
        }
        return PUBLIC_IPV6.contains(plain) && SPECIAL_IPV6.stream().noneMatch(network -> network.contains(plain));
    }

    /** Without name and zone; an IPv4 address that is written as IPv6 (::ffff:a.b.c.d) is what it is. */
    private static InetAddress plain(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    /** A name service that does not answer is not waited for; empty when there is no such name. */
    private List<InetAddress> lookUp(String host) {
        CompletableFuture<List<InetAddress>> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return resolver.resolve(host);
            } catch (UnknownHostException unknown) {
                return List.of();
            }
        }, task -> Thread.ofVirtual().name("look-up").start(task));
        try {
            return answer.get(settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException noAnswer) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static List<Network> networks(String... cidr) {
        return Stream.of(cidr).map(Network::parse).toList();
    }
}
