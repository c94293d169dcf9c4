package dev.parley.file.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What people with bad intentions would give as an address, and what a name may turn out to be. */
class AddressPolicyTest {

    private static final List<String> asked = new ArrayList<>();

    /** All names are public here, so that what is refused is refused for what it is. */
    private static final AddressPolicy byDefault = policy(host -> {
        asked.add(host);
        return addresses("93.184.216.34");
    });

    @ParameterizedTest
    @ValueSource(strings = {
        // this machine
        "http://127.0.0.1/", "http://127.8.8.8/", "http://localhost/", "http://LOCALHOST./", "http://app.localhost/",
        "http://0.0.0.0/", "http://0.1.2.3/", "http://[::1]/", "http://[::]/", "http://[0:0:0:0:0:0:0:1]:8080/",
        // other spellings of 127.0.0.1
        "http://2130706433/", "http://0x7f000001/", "http://017700000001/", "http://0177.0.0.1/", "http://0x7f.0.0.1/",
        "http://127.1/", "http://127.0.1/", "http://127.0.0.1./", "http://127.0.0.01/", "http://000127.0.0.1/",
        "http://\uff11\uff12\uff17.\uff10.\uff10.\uff11/", "http://127\u30020\u30020\u30021/",
        "http://\u2460\u2461\u2466.0.0.1/", "http://127.0.0.1%2f@example.com/", "http://127.0.0.0x1/",
        "http://4294967296/", "http://256.0.0.1/", "http://127.0.0.1.1/",
        // inside of IPv6
        "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[::127.0.0.1]/",
        "http://[::ffff:0:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/", "http://[64:ff9b::127.0.0.1]/", "http://[64:ff9b:1::a00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[2002:a00:1::1]/", "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/", "http://[::ffff:169.254.169.254]/",
        // private networks
        "http://10.0.0.1/", "http://172.16.0.1/", "http://172.31.255.255/", "http://192.168.1.1/", "http://100.64.0.1/",
        "http://[fc00::1]/", "http://[fd12:3456::1]/", "http://[fec0::1]/", "http://[fe80::1]/",
        "http://[fe80::1%25lo]/",
        // metadata of clouds
        "http://169.254.169.254/latest/meta-data/", "http://[fd00:ec2::254]/latest/", "http://168.63.129.16/",
        "http://100.100.100.200/", "http://192.0.0.192/", "http://metadata.google.internal/", "http://metadata/",
        // nobody's, everybody's
        "http://192.0.2.1/", "http://198.51.100.1/", "http://203.0.113.1/", "http://198.18.0.1/", "http://240.0.0.1/",
        "http://255.255.255.255/", "http://224.0.0.1/", "http://[ff02::1]/", "http://[2001:db8::1]/",
        "http://[100::1]/",
        "http://[3fff::1]/", "http://[5f00::1]/",
        // the services of a cluster
        "http://auth-service/internal/session", "http://file-service:8083/internal/contents/1", "http://redis:6379/",
        "http://hash-service.default.svc.cluster.local/", "http://printer.local/",
        "http://auth-service.service.consul/",
        "http://router.lan/", "http://nas.home.arpa/", "http://wiki.corp/", "http://a.onion/",
        // other ports
        "http://example.com:22/", "http://example.com:25/", "http://example.com:6379/", "https://example.com:3306/",
        "http://8.8.8.8:53/"})
    void noHostileAddressIsReached(String url) {
        asked.clear();

        assertThatThrownBy(() -> byDefault.vet(FetchUrl.parse(url))).isInstanceOfSatisfying(FetchFailedException.class,
                refused -> assertThat(refused.trouble()).isIn(Trouble.URL_REFUSED, Trouble.HOST_REFUSED));
        assertThat(asked).as("the name service is not even asked").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://example.com/", "https://files.example.com:8443/a", "http://8.8.8.8/",
        "http://1.1.1.1:8080/",
        "http://[2606:4700:4700::1111]/", "http://[::ffff:8.8.8.8]/", "http://172.32.0.1/", "http://100.128.0.1/",
        "http://192.0.1.1/", "http://11.0.0.1/", "http://223.255.255.255/", "http://[2001:200::1]/"})
    void whatIsPublicIsReached(String url) throws Exception {
        assertThat(byDefault.vet(FetchUrl.parse(url)).addresses()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fd00:ec2::254", "fe80::1",
        "64:ff9b::a00:1",
        "2002:a00:1::", "0.0.0.0", "255.255.255.255"})
    void aNameWithAnyAddressThatIsNotPublicIsRefused(String hidden) {
        AddressPolicy policy = policy(host -> addresses("93.184.216.34", hidden, "2606:4700::1"));

        assertThatThrownBy(() -> policy.vet(FetchUrl.parse("http://example.com/")))
                .isInstanceOfSatisfying(FetchFailedException.class, refused -> {
                    assertThat(refused.trouble()).isEqualTo(Trouble.HOST_REFUSED);
                    assertThat(refused.detail()).as("tells nothing of what is inside").doesNotContain(hidden);
                });
    }

    @Test
    void anUnknownNameIsAnsweredAsOneThatIsHidden() {
        List<FetchFailedException> answers = Stream.<HostResolver>of(host -> {
            throw new UnknownHostException(host);
        }, host -> List.of(), host -> addresses("10.0.0.1")).map(AddressPolicyTest::policy)
                .map(AddressPolicyTest::refusalOfAName).toList();

        assertThat(answers).extracting(FetchFailedException::detail).containsOnly(answers.getFirst().detail());
        assertThat(answers).extracting(FetchFailedException::trouble).containsOnly(Trouble.HOST_REFUSED);
    }

    @Test
    void aNameServiceThatNeverAnswersIsNotWaitedFor() {
        AddressPolicy policy = new AddressPolicy(host -> {
            try {
                Thread.sleep(600_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return List.of();
        }, FetchSettingsFixture.with("connect-timeout", "50ms"));

        assertThat(refusalOfAName(policy).trouble()).isEqualTo(Trouble.HOST_REFUSED);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.2,true", "127.0.0.1,false", "127.0.0.3,false", "10.5.1.1,true", "10.5.2.9,false",
        "10.6.0.1,false",
        "fd00:1::9,true", "fd00:2::9,false", "8.8.8.8,true", "8.8.4.4,false", "2606:4700::1,true"})
    void networksCanBeAllowedAndRefusedByConfiguration(String address, boolean reached) {
        AddressPolicy policy = new AddressPolicy(host -> addresses(address), FetchSettingsFixture.with(
                "allowed-networks", "127.0.0.2/32,10.5.0.0/16,fd00:1::/32", "refused-networks",
                "8.8.4.0/24,10.5.2.0/24"));

        assertThat(policy).satisfies(p -> assertThat(mayReach(p, "http://example.com/")).isEqualTo(reached));
    }

    @Test
    void aNameFromInsideLeadsOnlyToWhatWasAllowed() {
        String allowed = "10.5.0.0/16";
        assertThat(mayReach(policy(host -> addresses("10.5.1.1"), allowed), "http://wiki/")).isTrue();
        assertThat(mayReach(policy(host -> addresses("10.5.1.1"), allowed), "http://wiki.corp/")).isTrue();
        assertThat(mayReach(policy(host -> addresses("8.8.8.8"), allowed), "http://wiki/")).isFalse();
        assertThat(mayReach(policy(host -> addresses("10.5.1.1", "10.6.1.1"), allowed), "http://wiki/")).isFalse();
    }

    private static boolean mayReach(AddressPolicy policy, String url) {
        try {
            return !policy.vet(FetchUrl.parse(url)).addresses().isEmpty();
        } catch (FetchFailedException refused) {
            return false;
        }
    }

    private static FetchFailedException refusalOfAName(AddressPolicy policy) {
        try {
            policy.vet(FetchUrl.parse("http://example.com/"));
            throw new AssertionError("not refused");
        } catch (FetchFailedException refused) {
            return refused;
        }
    }

    private static AddressPolicy policy(HostResolver resolver) {
        return new AddressPolicy(resolver, FetchSettingsFixture.with());
    }

    private static AddressPolicy policy(HostResolver resolver, String allowedNetworks) {
        return new AddressPolicy(resolver, FetchSettingsFixture.with("allowed-networks", allowedNetworks));
    }

    private static List<InetAddress> addresses(String... literals) {
        return Stream.of(literals).map(InetAddress::ofLiteral).toList();
    }
}
