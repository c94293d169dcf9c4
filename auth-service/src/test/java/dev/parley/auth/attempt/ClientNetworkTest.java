package dev.parley.auth.attempt;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ClientNetworkTest {

    @ParameterizedTest
    @CsvSource({"192.0.2.7,192.0.2.7", "2001:db8:1:2:3:4:5:6,2001:db8:1:2::1", "::ffff:192.0.2.7,192.0.2.7",
        "fe80::1%eth0,fe80::2", "unknown,unknown"})
    void theseAreOneAddress(String one, String other) {
        assertThat(ClientNetwork.of(one)).isEqualTo(ClientNetwork.of(other));
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.7,192.0.2.8", "2001:db8:1:2::1,2001:db8:1:3::1", "unknown,192.0.2.7", "localhost,127.0.0.1"})
    void theseAreNot(String one, String other) {
        assertThat(ClientNetwork.of(one)).isNotEqualTo(ClientNetwork.of(other));
    }
}
