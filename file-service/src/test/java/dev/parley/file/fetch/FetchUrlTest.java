package dev.parley.file.fetch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FetchUrlTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "http://example.com | http://example.com/",
        "HTTP://EXAMPLE.com:80/a?b=c#d | http://example.com/a?b=c",
        "https://example.com:443 | https://example.com/",
        "https://example.com:8443/x | https://example.com:8443/x",
        "http://example.com./a | http://example.com/a",
        "http://bücher.de/ä b | http://xn--bcher-kva.de/%C3%A4%20b",
        "http://example.com?a=[1]&b=^ | http://example.com/?a=%5B1%5D&b=%5E",
        "http://example.com/100% | http://example.com/100%25",
        "http://example.com/%2e%2E/%41 | http://example.com/%2e%2E/%41",
        "http://8.8.8.8/ | http://8.8.8.8/",
        "http://[2606:4700::1111]:8080/ | http://[2606:4700:0:0:0:0:0:1111]:8080/",
        "http://[::ffff:8.8.8.8]/ | http://8.8.8.8/",
        "http://a_b.example.com/ | http://a_b.example.com/",
        "http://example.com/@b | http://example.com/@b"})
    void whatIsClearIsWrittenInOneWay(String given, String expected) throws Exception {
        assertThat(FetchUrl.parse(given)).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "b | http://h.net/x/b", "/b | http://h.net/b", "?q=1 | http://h.net/x/y?q=1",
        "../../../b | http://h.net/../../b",
        "./b/../c | http://h.net/x/c", "//o.net/b | http://o.net/b", "https://o.net | https://o.net/",
        "b:c | ", "'' | http://h.net/x/y?z", "#f | http://h.net/x/y?z", "/a b | http://h.net/a%20b"})
    void aReferenceIsReadRelativeToWhereItStands(String location, String expected) throws Exception {
        FetchUrl base = FetchUrl.parse("http://h.net/x/y?z");
        if (expected == null) {
            assertThatThrownBy(() -> base.resolve(location)).isInstanceOf(FetchFailedException.class);
        } else {
            assertThat(base.resolve(location)).hasToString(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "example.com", "ftp://example.com/", "file:///etc/passwd", "gopher://example.com/",
        "jar:http://example.com!/", "http:/example.com", "http:example.com", "http://", "http:///a", "http://:80/",
        "http://example.com:/", "http://example.com:0/", "http://example.com:65536/", "http://example.com:80:81/",
        "http://example.com:8a/", "http://user@example.com/", "http://user:password@example.com/",
        "http://example.com@evil.example/", "http://@example.com/", "http://example.com\\@evil.example/",
        "http://exa mple.com/", "http://example.com\r\nHost: x/", "http://example.com/\u0000", "http://example.com/\n",
        "http://example.com/\u202eexe", "http://ex%61mple.com/", "http://example..com/", "http://.example.com/",
        "http://-example.com/", "http://example.com../", "http://[::1", "http://[]/", "http://[fe80::1%25eth0]/",
        "http://[1.2.3.4]/", "http://[::1]a/", "http://a[::1]/", "http://exam\u00adple.com/", "http://a\uff0fb.com/",
        "http://\ud800.com/"})
    void whatCouldBeReadInTwoWaysIsRefused(String given) {
        assertThatThrownBy(() -> FetchUrl.parse(given)).isInstanceOfSatisfying(FetchFailedException.class,
                refused -> assertThat(refused.trouble()).isEqualTo(Trouble.URL_REFUSED));
    }

    @Test
    void anAddressHasALimit() {
        assertThatThrownBy(() -> FetchUrl.parse("http://example.com/" + "a".repeat(2_000)))
                .isInstanceOf(FetchFailedException.class);
        assertThatThrownBy(() -> FetchUrl.parse("http://" + "a".repeat(64) + ".com/"))
                .isInstanceOf(FetchFailedException.class);
        assertThatThrownBy(() -> FetchUrl.parse("http://" + "abc.".repeat(70) + "com/"))
                .isInstanceOf(FetchFailedException.class);
    }
}
