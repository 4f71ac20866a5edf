package dev.postern.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person reads instead of numbers and headers. */
class WordsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "0s, just now",
        "59s, just now",
        "60s, 1 minute ago",
        "119m, 119 minutes ago",
        "120m, 2 hours ago",
        "47h, 47 hours ago",
        "48h, 2 days ago",
        "119d, 119 days ago",
        "120d, 4 months ago",
        "-1s, in less than a minute",
        "-60s, in 1 minute",
        "-61s, in 2 minutes",
        "-90d, in 90 days",
        "-7775999s, in 90 days",
    })
    void anInstant(String past, String words) {
        Duration time =
                Duration.parse("PT" + past.toUpperCase(java.util.Locale.ROOT).replaceFirst("(-?)(\\d+)D", "$1$2H"));
        Duration real = past.endsWith("d") ? time.multipliedBy(24) : time;
        assertThat(Times.ago(NOW.minus(real), NOW)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"1, 1 minute", "60, 1 minute", "61, 2 minutes", "900, 15 minutes", "86400, 24 hours"})
    void aTimeToWait(long seconds, String words) {
        assertThat(Times.minutes(Duration.ofSeconds(seconds))).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0 | Firefox on Linux",
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0 | Edge on Windows",
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15 | Safari on macOS",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 CriOS/126.0 Mobile Safari/604.1 | Chrome on iPhone",
                "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 SamsungBrowser/25.0 Chrome/121.0 Safari/537.36 | Samsung Internet on Android",
                "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 | Chrome on ChromeOS",
                "curl/8.5.0 | curl",
                "something else | An unknown program",
            })
    void aUserAgent(String header, String words) {
        assertThat(UserAgents.describe(header)).isEqualTo(words);
    }
}
