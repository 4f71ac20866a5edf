package dev.postern.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsReaderTest {

    private static final String KEY = "k".repeat(32);
    private static final String OTHER = "o".repeat(32);
    private static final Secrets ALL = new Secrets(
            Secret.of(KEY),
            Optional.of(Secret.of(OTHER)),
            Optional.of(Secret.of("hunter2")),
            Optional.of(Secret.of("hunter3")));
    private static final String MAKE = "; make one with: openssl rand -base64 48";

    @TempDir
    private Path folder;

    @Test
    void variablesGiveTheSecrets() throws SettingsRefused {
        assertThat(SecretsReader.read(Map.of(
                        "SECRET_KEY",
                        KEY,
                        "SECRET_KEY_PREVIOUS",
                        OTHER,
                        "ADMIN_PASSWORD",
                        "hunter2",
                        "STORE_PASSWORD",
                        "hunter3")))
                .isEqualTo(ALL);
    }

    @Test
    void onlyTheSecretKeyIsNeededAndEmptyIsAsUnset() throws SettingsRefused {
        Secrets alone = new Secrets(Secret.of(KEY), Optional.empty(), Optional.empty(), Optional.empty());

        assertThat(SecretsReader.read(Map.of("SECRET_KEY", KEY))).isEqualTo(alone);
        assertThat(SecretsReader.read(Map.of(
                        "SECRET_KEY", KEY, "SECRET_KEY_FILE", "", "SECRET_KEY_PREVIOUS", "", "ADMIN_PASSWORD", "")))
                .isEqualTo(alone);
    }

    @Test
    void filesGiveTheSecrets() throws IOException, SettingsRefused {
        assertThat(SecretsReader.read(Map.of(
                        "SECRET_KEY_FILE", file("a", KEY),
                        "SECRET_KEY_PREVIOUS_FILE", file("b", OTHER + "\n"),
                        "ADMIN_PASSWORD_FILE", file("c", "hunter2\r\n"),
                        "STORE_PASSWORD_FILE", file("d", "hunter3\n"))))
                .isEqualTo(ALL);
    }

    @ParameterizedTest
    @CsvSource({"'x\n\n', 'x\n'", "'x\r', 'x\r'", "'\nx', '\nx'", "'x \n', 'x '"})
    void onlyOneLineEndComesOffAFile(String content, String password) throws IOException, SettingsRefused {
        assertThat(SecretsReader.read(Map.of("SECRET_KEY", KEY, "ADMIN_PASSWORD_FILE", file("p", content)))
                        .adminPassword())
                .contains(Secret.of(password));
    }

    @Test
    void missingKeyIsRefusedWithTheCommandThatMakesOne() {
        assertThat(problems(Map.of())).containsExactly("SECRET_KEY: is missing" + MAKE);
        assertThat(problems(Map.of("SECRET_KEY", ""))).containsExactly("SECRET_KEY: is missing" + MAKE);
    }

    @Test
    void keyOf31BytesIsRefusedUnseen() throws IOException {
        String floor = ": must be at least 32 bytes long" + MAKE;

        assertThat(problems(Map.of("SECRET_KEY", KEY.substring(1), "SECRET_KEY_PREVIOUS", OTHER.substring(1))))
                .containsExactly("SECRET_KEY" + floor, "SECRET_KEY_PREVIOUS" + floor);
        assertThat(problems(Map.of("SECRET_KEY_FILE", file("k", KEY.substring(1) + "\n"))))
                .containsExactly("SECRET_KEY" + floor);
        assertThat(problems(Map.of("SECRET_KEY", "\u00e9".repeat(16)))).isEmpty();
    }

    @Test
    void bothFormsOfOneSecretAreRefused() throws IOException {
        assertThat(problems(Map.of("SECRET_KEY", KEY, "SECRET_KEY_FILE", file("k", KEY))))
                .containsExactly("SECRET_KEY_FILE: must go, or SECRET_KEY must: both are set");
    }

    @Test
    void fileThatCannotBeReadIsNamed() {
        Path none = folder.resolve("none");

        assertThat(problems(Map.of("SECRET_KEY_FILE", none.toString(), "ADMIN_PASSWORD_FILE", folder.toString())))
                .containsExactly(
                        "ADMIN_PASSWORD_FILE = " + folder + ": must be a file that can be read",
                        "SECRET_KEY_FILE = " + none + ": must be a file that can be read");
    }

    @Test
    void emptyAndHugeFilesAreRefused() throws IOException {
        String bounds = ": must be a file that is not empty, of at most 64KB";
        String empty = file("empty", "\n");
        String huge = file("huge", "x".repeat(64 * 1024 + 1));

        assertThat(problems(Map.of("SECRET_KEY_FILE", huge, "ADMIN_PASSWORD_FILE", empty)))
                .containsExactly("ADMIN_PASSWORD_FILE = " + empty + bounds, "SECRET_KEY_FILE = " + huge + bounds);
        assertThat(problems(Map.of("SECRET_KEY_FILE", file("most", "x".repeat(64 * 1024)))))
                .isEmpty();
    }

    @Test
    void previousKeyMustBeAnother() {
        assertThat(problems(Map.of("SECRET_KEY", KEY, "SECRET_KEY_PREVIOUS", KEY)))
                .containsExactly("SECRET_KEY_PREVIOUS: must be another than SECRET_KEY");
    }

    @Test
    void variableThatTheLocaleCouldNotReadIsRefused() {
        assertThat(problems(Map.of("SECRET_KEY", "\uFFFD".repeat(32))))
                .containsExactly("SECRET_KEY: must be readable in the locale; give it by SECRET_KEY_FILE instead");
    }

    @Test
    void secretsAloneAreRefusedByAnException() {
        assertThatExceptionOfType(SettingsRefused.class)
                .isThrownBy(() -> SecretsReader.read(Map.of()))
                .withMessageContaining("openssl rand -base64 48");
    }

    @Test
    void theRecordRefusesTheSame() {
        Secret key = Secret.of(KEY);
        Secret shortKey = Secret.of(KEY.substring(1));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Secrets(shortKey, Optional.empty(), Optional.empty(), Optional.empty()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Secrets(key, Optional.of(shortKey), Optional.empty(), Optional.empty()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Secrets(key, Optional.of(key), Optional.empty(), Optional.empty()));
    }

    private static List<String> problems(Map<String, String> environment) {
        Problems problems = new Problems();
        SecretsReader.read(environment, problems);
        return problems.lines();
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }
}
