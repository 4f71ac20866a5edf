package dev.postern.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProblemsTest {

    @Test
    void allProblemsOfAllSourcesAreReportedAtOnceAndSorted() {
        Problems problems = new Problems();
        SettingsReader.read(
                Optional.empty(),
                Map.of("POSTERN_SERVER_PORT", "70000", "POSTERN_SERVER_PROT", "1", "POSTERN_TOKEN_CLOCK_SKEW", "1h"),
                problems);
        SecretsReader.read(Map.of(), problems);
        problems.add("group.docs.path", "/login", "must not be a built-in route");

        assertThatExceptionOfType(SettingsRefused.class)
                .isThrownBy(problems::refuseIfAny)
                .satisfies(refused -> assertThat(refused.problems())
                        .containsExactly(
                                "POSTERN_SERVER_PROT: there is no such setting; did you mean POSTERN_SERVER_PORT?",
                                "SECRET_KEY: is missing; make one with: openssl rand -base64 48",
                                "group.docs.path = /login: must not be a built-in route",
                                "server.port = 70000: must be a number from 0 to 65535 (set by POSTERN_SERVER_PORT)",
                                "token.clock-skew = 1h: must be a time from 0s to 5m, with ms, s, m, h or d"
                                        + " (set by POSTERN_TOKEN_CLOCK_SKEW)"))
                .satisfies(refused -> assertThat(refused.getMessage()).hasLineCount(5));
    }

    @Test
    void problemsOfAnotherSourceDoNotWithholdSettings() {
        Problems problems = new Problems();
        problems.add("SECRET_KEY", "is missing");

        assertThat(SettingsReader.read(Optional.empty(), Map.of(), problems)).isPresent();
        assertThat(problems.lines()).hasSize(1);
    }

    @Test
    void settingsAloneAreRefusedByAnException() {
        assertThatExceptionOfType(SettingsRefused.class)
                .isThrownBy(() -> SettingsReader.read(Optional.empty(), Map.of("POSTERN_SERVER_PORT", "x")))
                .withMessageContaining("server.port = x");
    }

    @Test
    void noProblemRefusesNothing() {
        assertThatCode(new Problems()::refuseIfAny).doesNotThrowAnyException();
    }

    @Test
    void longValueIsShownShortened() {
        assertThat(line("k", "\uD83D\uDEAA".repeat(100))).isEqualTo("k = " + "\uD83D\uDEAA".repeat(100) + ": no");
        assertThat(line("k", "\uD83D\uDEAA".repeat(101))).isEqualTo("k = " + "\uD83D\uDEAA".repeat(100) + "…: no");
        assertThat(line("k".repeat(101), "v")).isEqualTo("k".repeat(100) + "… = v: no");
    }

    @Test
    void whatATerminalWouldObeyIsShownEscaped() {
        assertThat(line("a\nb", "\u001b[2J\u202e\u0000\ud800"))
                .isEqualTo("a\\u000ab = \\u001b[2J\\u202e\\u0000\\ud800: no");
    }

    @Test
    void emptyKeyAndValueAreShownAsSuch() {
        assertThat(line("", "")).isEqualTo("(empty) = (empty): no");
    }

    @Test
    void passwordInAUrlIsNotShown() {
        assertThat(line("k", "https://me:hunter2@a.example/x")).isEqualTo("k = https://***@a.example/x: no");
        assertThat(line("k", "jdbc:postgresql://a/b?user=me&Password=hunter2&x=1"))
                .isEqualTo("k = jdbc:postgresql://a/b?user=me&Password=***&x=1: no");
    }

    private static String line(String key, String value) {
        Problems problems = new Problems();
        problems.add(key, value, "no");
        return problems.lines().get(0);
    }
}
