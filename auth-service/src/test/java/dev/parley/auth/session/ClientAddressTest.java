package dev.parley.auth.session;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ClientAddressTest {

    @ParameterizedTest
    @CsvSource({"203.0.113.7,203.0.113.7", "::1,0:0:0:0:0:0:0:1", "2001:DB8::2,2001:db8:0:0:0:0:0:2",
        "fe80::1%eth0,fe80:0:0:0:0:0:0:1", "::ffff:203.0.113.7,203.0.113.7"})
    void anAddressHasOneForm(String text, String canonical) {
        assertThat(ClientAddress.canonical(text)).contains(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unknown", "localhost", "203.0.113.7, 10.0.0.1", "%", "_hidden", "203.0.113.7:443"})
    void whatIsNoAddressIsNotKept(String text) {
        assertThat(ClientAddress.canonical(text)).isEmpty();
    }
}
