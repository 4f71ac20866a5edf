package dev.postern.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a request is from, whatever the request says. */
class ClientAddressTest {
    private static final ClientAddress ADDRESSES =
            new ClientAddress(List.of(range("10.0.0.0/8"), range("fd00::/8"), range("192.0.2.7")));

    private static AddressRange range(String text) {
        return AddressRange.parse(text).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "10.0.0.1 | 203.0.113.9 | 203.0.113.9",
                "10.0.0.1 | 1.1.1.1, 203.0.113.9 | 203.0.113.9",
                "10.0.0.1 | 1.1.1.1, 203.0.113.9, 10.2.2.2 | 203.0.113.9",
                "10.0.0.1 | 1.1.1.1 , 203.0.113.9:8080,192.0.2.7 | 203.0.113.9",
                "10.0.0.1 | 10.2.2.2, 10.3.3.3 | 10.2.2.2",
                "10.0.0.1 | 1.1.1.1, unknown, 10.3.3.3 | 10.3.3.3",
                "10.0.0.1 | 1.1.1.1, , 10.3.3.3 | 10.3.3.3",
                "10.0.0.1 | example.org | 10.0.0.1",
                "10.0.0.1 | 1.2.3 | 10.0.0.1",
                "10.0.0.1 | 01.2.3.4 | 10.0.0.1",
                "10.0.0.1 | _hidden | 10.0.0.1",
                "10.0.0.1 | 2001:db8::1 | 2001:db8:0:0:0:0:0:1",
                "10.0.0.1 | [2001:db8::1]:443 | 2001:db8:0:0:0:0:0:1",
                "10.0.0.1 | ::ffff:203.0.113.9 | 203.0.113.9",
                "fd00::1 | 203.0.113.9 | 203.0.113.9",
                "192.0.2.8 | 203.0.113.9 | 192.0.2.8",
                "8.8.8.8 | 10.0.0.1 | 8.8.8.8",
            })
    void theHeaderIsBelievedFromItsRightEndAsFarAsProxiesAreTrusted(String peer, String header, String expected) {
        byte[] from = AddressRange.addressOf(peer).orElseThrow();
        assertThat(ClientAddress.text(ADDRESSES.walk(from, List.of(header.split(",", -1)))))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1/8",
                "10.0.0.0/33",
                "10.0.0.0/",
                "10.0.0.0/8/8",
                "10.0.0",
                "256.1.1.1",
                "localhost",
                "",
                "/8",
                "fd00::/129",
                "fd00::1/8",
                "1.2.3.4:80",
                "10.0.0.0/-1",
                "fe80::1%eth0",
                "1.2.3.4."
            })
    void whatIsNoRangeIsNone(String text) {
        assertThat(AddressRange.parse(text)).isEmpty();
    }

    @Test
    void aRangeOfEverythingHoldsItsOwnKind() {
        assertThat(range("0.0.0.0/0")
                        .contains(AddressRange.addressOf("255.1.2.3").orElseThrow()))
                .isTrue();
        assertThat(range("0.0.0.0/0").contains(AddressRange.addressOf("::1").orElseThrow()))
                .isFalse();
        assertThat(range("10.128.0.0/9")
                        .contains(AddressRange.addressOf("10.127.255.255").orElseThrow()))
                .isFalse();
    }

    @Test
    void whateverStandsThereNothingIsThrownAndNoNameIsLookedUp() {
        Random random = new Random(7);
        String alphabet = "0123456789abcdefABC.:,[]%/- _\u00e9\0x";
        byte[] peer = AddressRange.addressOf("10.0.0.1").orElseThrow();
        for (int i = 0; i < 50_000; i++) {
            List<String> entries = new ArrayList<>();
            for (int n = random.nextInt(4); n >= 0; n--) {
                StringBuilder entry = new StringBuilder();
                for (int c = random.nextInt(20); c > 0; c--) {
                    entry.append(alphabet.charAt(random.nextInt(alphabet.length())));
                }
                entries.add(entry.toString());
            }
            assertThat(ADDRESSES.walk(peer, entries).length).isIn(4, 16);
        }
    }

    @Test
    void oneSenderOfIpv6HasItsFirstSixtyFourBits() {
        assertThat(ClientAddress.network("2001:db8:1:2:3:4:5:6"))
                .isEqualTo(ClientAddress.network("2001:db8:1:2:ffff:0:0:1"))
                .isNotEqualTo(ClientAddress.network("2001:db8:1:3:3:4:5:6"));
        assertThat(ClientAddress.network("203.0.113.9")).isEqualTo("203.0.113.9");
    }
}
