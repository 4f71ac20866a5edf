package dev.postern.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of other systems' users, well-formed and not. */
class UserFileTest {
    private static UserFile read(String content) throws ImportRefused {
        return UserFile.parse(content.getBytes(UTF_8), Optional.empty());
    }

    private static ImportRecord one(String content) throws ImportRefused {
        List<ImportRecord> records = read(content).records();
        assertThat(records).hasSize(1);
        return records.get(0);
    }

    private static ImportRecord user(int line, String name, String hash) {
        return new ImportRecord(line, name, hash, Optional.empty(), Optional.empty(), "");
    }

    @Test
    void apachesFile() throws Exception {
        UserFile file = read("\ufeff# people\n\nann:$2y$10$abc\r\nbob:{SHA}x:y\nno colon\n");
        assertThat(file.format()).isEqualTo(ImportFormat.HTPASSWD);
        assertThat(file.records().subList(0, 2))
                .containsExactly(user(3, "ann", "$2y$10$abc"), user(4, "bob", "{SHA}x:y"));
        assertThat(file.records().get(2).problem()).contains("colon");
    }

    @Test
    void aScalarOfAutheliasFileIsItsTextWhateverItLooksLike() throws Exception {
        UserFile file = read("""
                # people
                theme: dark
                "users":  # of the house
                  0123:
                    password: $2b$10$abc
                    groups: [on, 010, 12:30, yes, 1e3, 0x1f, ~x]
                  true: {password: "$2b$10$def", disabled: True}
                """);
        assertThat(file.format()).isEqualTo(ImportFormat.AUTHELIA);
        assertThat(file.records().get(0).name()).isEqualTo("0123");
        assertThat(file.records().get(0).roles()).contains(Set.of("on", "010", "12:30", "yes", "1e3", "0x1f", "~x"));
        assertThat(file.records().get(1).name()).isEqualTo("true");
        assertThat(file.records().get(1).disabled()).contains(true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "users:\n  ann: &a {password: h}\n  bob: *a\n",
                "users:\n  ann: {password: &h x}\n  bob: {password: *h}\n",
            })
    void yamlAliasesAreNamed(String content) {
        assertThatThrownBy(() -> read(content))
                .isInstanceOf(ImportRefused.class)
                .hasMessageContaining("alias");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"username\":\"ann\",\"hash\":\"h\",\"roles\":[{\"name\":\"editor\"}]}",
                "{\"username\":\"ann\",\"hash\":\"h\",\"roles\":{\"editor\":true}}",
                "{\"username\":\"ann\",\"hash\":\"h\",\"roles\":null}",
                "{\"username\":\"ann\",\"hash\":\"h\",\"roles\":7}",
                "{\"username\":\"ann\",\"hash\":\"h\",\"roles\":[null]}",
                "{\"username\":\"ann\",\"hash\":\"h\",\"roles\":true}",
                "{\"username\":\"ann\",\"hash\":\"h\",\"role\":\"a\",\"roles\":[\"b\"]}",
                "{\"username\":\"ann\",\"hash\":\"h\",\"role\":\"a\",\"groups\":[{\"x\":1}]}",
                "{\"username\":\"ann\",\"hash\":\"h\",\"password\":\"p\"}",
                "users:\n  ann:\n    password: h\n    groups: [a, null]\n",
                "users:\n  ann:\n    password: h\n    groups:\n      - a\n      -\n",
                "{\"username\":\"ann\",\"hash\":null}",
                "{\"username\":\"ann\",\"hash\":{\"bcrypt\":\"h\"}}",
                "{\"username\":17,\"hash\":\"h\"}",
                "{\"username\":\"ann\",\"hash\":\"h\",\"disabled\":null}",
                "{\"username\":\"ann\",\"hash\":\"h\",\"is_active\":\"perhaps\"}",
                "users:\n  ann:\n    password: h\n    groups:\n",
                "users:\n  ann:\n    password: h\n    groups: {a: b}\n",
                "users:\n  ann:\n    password: h\n    disabled: 2\n",
                "username,hash,active\nann,h,\n",
            })
    void aFieldOfAnotherShapeRefusesTheRecord(String content) throws Exception {
        ImportRecord record = one(content);
        assertThat(record.problem()).isNotEmpty();
        assertThat(record.roles()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "username,hash,disabled\nann,h,yes\n",
                "username;hash;enabled\nann;h;0\n",
                "\ufeffUsername\tPassword Hash\tis_active\r\nann\th\tFALSE\r\n",
                "username,hash,active,locked\nann,h,true,1\n",
                "{\"username\":\"ann\",\"hash\":\"h\",\"active\":false}",
                "{\"username\":\"ann\",\"hash\":\"h\",\"enabled\":0}",
                "users:\n  ann:\n    password: h\n    disabled: true\n",
            })
    void whoMayNotSignInIsTakenOverAsDisabled(String content) throws Exception {
        ImportRecord record = one(content);
        assertThat(record.problem()).isEmpty();
        assertThat(record.name()).isEqualTo("ann");
        assertThat(record.disabled()).contains(true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ann,$2b$10$abc\nbob,$2b$10$def\n", "user,$2b$10$abc\n", "id,mail\n1,x\n", "username\nann\n"})
    void withoutALineOfColumnNamesACsvFileIsRefused(String content) {
        assertThatThrownBy(() -> UserFile.parse(content.getBytes(UTF_8), Optional.of(ImportFormat.CSV)))
                .isInstanceOf(ImportRefused.class)
                .hasMessageContaining("name the columns")
                .hasMessageNotContaining("$2b$");
    }

    @Test
    void anExpressTableAsCsv() throws Exception {
        UserFile file = read("""
                id,username,email,passwordHash,roles,disabled
                1,ann,a@x.org,$2b$10$abc,"admin, editor",f
                2,"b""ob",,$2b$10$def,,TRUE
                3,short
                4,cem,,h,,perhaps
                """);
        assertThat(file.format()).isEqualTo(ImportFormat.CSV);
        assertThat(file.ignored()).containsExactly("email", "id");
        assertThat(file.records().get(0))
                .isEqualTo(new ImportRecord(
                        2, "ann", "$2b$10$abc", Optional.of(Set.of("admin", "editor")), Optional.of(false), ""));
        assertThat(file.records().get(1).name()).isEqualTo("b\"ob");
        assertThat(file.records().get(1).disabled()).contains(true);
        assertThat(file.records().get(2).problem()).contains("2 values", "6 columns");
        assertThat(file.records().get(3).problem()).contains("true or false");
    }

    @Test
    void anExpressTableAsJsonLinesOrAsAList() throws Exception {
        String ann =
                "{\"_id\":7,\"username\":\"ann\",\"password_hash\":\"$2b$10$abc\",\"roles\":[\"admin\"],\"disabled\":false}";
        UserFile file = read(ann + "\n\n{\"username\":\"a\",\"username\":\"b\"}\n[1]\n{}x\n");
        assertThat(file.format()).isEqualTo(ImportFormat.JSONL);
        assertThat(file.records().get(0))
                .isEqualTo(
                        new ImportRecord(1, "ann", "$2b$10$abc", Optional.of(Set.of("admin")), Optional.of(false), ""));
        assertThat(file.records().subList(1, 4))
                .allSatisfy(record -> assertThat(record.problem()).isEqualTo("not a JSON object"));
        assertThat(one("[" + ann + "]").hash()).isEqualTo("$2b$10$abc");
    }

    @Test
    void autheliasFile() throws Exception {
        UserFile file = read("""
                ---
                users:
                  ann:
                    disabled: true
                    displayname: Ann A.
                    password: '$argon2id$v=19$x'
                    email: a@x.org
                    groups:
                      - admins
                      - dev
                  bob: 7
                """);
        assertThat(file.format()).isEqualTo(ImportFormat.AUTHELIA);
        assertThat(file.records().get(0))
                .isEqualTo(new ImportRecord(
                        1, "ann", "$argon2id$v=19$x", Optional.of(Set.of("admins", "dev")), Optional.of(true), ""));
        assertThat(file.records().get(1).problem()).contains("bob");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "users:\n  - a\n",
                "users:\n  a: !!java.net.URL [x]\n",
                "users:\n  a: &x {}\n  a: {}\n",
                "[1,"
            })
    void whatIsNoFileOfUsersIsSaidToBeNone(String content) {
        assertThatThrownBy(() -> read(content)).isInstanceOf(ImportRefused.class);
    }

    @Test
    void otherEncodingsAreRefused() {
        assertThatThrownBy(() -> UserFile.parse(new byte[] {'a', ':', (byte) 0xe9}, Optional.empty()))
                .isInstanceOf(ImportRefused.class)
                .hasMessageContaining("UTF-8");
    }

    @ParameterizedTest
    @EnumSource(ImportFormat.class)
    void whateverTheContentNothingElseIsThrown(ImportFormat format) {
        Random random = new Random(11);
        String[] parts = {
            "users:",
            "\n",
            "  ",
            "ann",
            ":",
            "{",
            "}",
            "[",
            "]",
            ",",
            "\"",
            "$2b$10$",
            "username",
            "password",
            "null",
            "-",
            "&a",
            "*a",
            "!!",
            "'",
            "\t",
            "\u0000",
            "1",
            "|",
            ">",
            "?",
            "%",
            "@",
            "roles"
        };
        for (int i = 0; i < 3_000; i++) {
            StringBuilder content = new StringBuilder();
            for (int n = random.nextInt(30); n > 0; n--) {
                content.append(parts[random.nextInt(parts.length)]);
            }
            try {
                assertThat(UserFile.parse(content.toString().getBytes(UTF_8), Optional.of(format))
                                .records())
                        .isNotNull();
            } catch (ImportRefused told) {
                assertThat(told.getMessage()).isNotEmpty();
            }
        }
    }
}
