package dev.postern.gate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostNameTest {
    @ParameterizedTest
    @CsvSource({
        "Wiki.Example.ORG, wiki.example.org",
        "wiki.example.org:8443, wiki.example.org",
        "wiki.example.org., wiki.example.org",
        "wiki.example.org.:80, wiki.example.org",
        "wiki, wiki",
        "192.0.2.7:80, 192.0.2.7",
        "[2001:DB8::1]:7070, 2001:db8:0:0:0:0:0:1",
        "[2001:db8::1], 2001:db8:0:0:0:0:0:1",
        "2001:db8:0::1, 2001:db8:0:0:0:0:0:1",
        "[::ffff:192.0.2.7], 192.0.2.7",
        "[half, [half",
        "[no.address], no.address",
        "'', ''",
        ":80, ''"
    })
    void hostsHaveOneForm(String authority, String expected) {
        assertThat(HostName.of(authority)).isEqualTo(expected);
    }
}
