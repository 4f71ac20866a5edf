package dev.postern.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which new passwords are among those that would be tried first. */
class CommonPasswordsTest {
    private static final CommonPasswords COMMON = new CommonPasswords(List.of("door.example.org"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password1234",
                "Password2024!",
                "Password2024!!",
                "Summer2024!!",
                "michael.johnson",
                "P@ssw0rd1234",
                "qwertyuiop12",
                "123456789012",
                "aaaaaaaaaaaa",
                "abcdefghijkl",
                "iloveyou2023",
                "administrator",
                "letmein12345",
                "adminadmin12",
                "monkeydragon12",
                "sunshine1990",
                "miramiramira",
                "mira.mira.mira1",
                "Mira-Lang-2026",
                "postern-postern",
                "Example.Door.12",
                "passwordpasswordpasswordpasswordpasswordpassword",
            })
    void theseAreTriedFirst(String password) {
        assertThat(COMMON.contains(password, "mira.lang@example.org")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "correct horse battery",
                "my secret passphrase",
                "xK9#mQ2$vL5p",
                "the garden of mira is green",
                "тридцать три коровы",
                "aaaaaaaaaaaaaaaaaaaaaaaacorrect horse battery",
                "\uD83D\uDC0E\uD83D\uDD0B\uD83D\uDCCE\u2714 four pictures",
            })
    void theseTakeLonger(String password) {
        assertThat(COMMON.contains(password, "mira.lang@example.org")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "ab",
                "1@34567890!$",
                "1l|!7+",
                "ilil1l1!",
                "p4$$w0rd",
                "\u00e9\u0301",
                "(.*a){9}",
                "4@8({[<369!1|0$5+7%2",
                "a\uD834\uDD1E"
            })
    void ofTheLongestAJudgementIsGiven(String part) {
        String longest = part.repeat(72);
        assertThat(COMMON.contains(longest.substring(0, Math.min(72, longest.length())), "x".repeat(64)))
                .isIn(true, false);
    }
}
