package dev.postern.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownTest {

    @ParameterizedTest
    @CsvSource({
        "server.prot, server.port",
        "Server.Port, server.port",
        "server.publicUrl, server.public-url",
        "port, server.port",
        "public-url, server.public-url",
        "bcrypt-cost, password.bcrypt-cost",
        "server.tls.cert, server.tls.certificate",
        "group.docs.pth, group.docs.path",
        "group.docs.lenientpaths, group.docs.lenient-paths",
        "group.docs.role, group.docs.roles",
    })
    void unknownKeyIsRefusedWithTheNearestKnownOne(String key, String nearest) {
        assertThat(Reading.problems(key + "=x"))
                .containsExactly(key + ": there is no such setting; did you mean " + nearest + "?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server.colour",
                "token.colour",
                "weather.today",
                "group.docs.weather",
                "group.docs.rainfall",
                "group.docs",
                "group",
                "x"
            })
    void unknownKeyFarFromAllIsRefusedWithoutASuggestion(String key) {
        assertThat(Reading.problems(key + "=x")).containsExactly(key + ": there is no such setting");
    }

    @ParameterizedTest
    @ValueSource(strings = {"group.Docs.path", "group.my_docs.path", "group.-a.path", "group.a--b.path", "group..path"})
    void groupWithABadNameIsRefusedForItsName(String key) {
        assertThat(Reading.problems(key + "=/x")).singleElement().asString().contains("a group's name must be");
    }

    @Test
    void groupNameEndsAt64Characters() {
        assertThat(Reading.problems("group." + "a".repeat(64) + ".path=/x")).isEmpty();
        assertThat(Reading.problems("group." + "a".repeat(65) + ".path=/x")).hasSize(1);
        assertThat(Reading.problems("group." + "a-".repeat(100_000) + "a.path=/x"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "POSTERN_SERVER_PROT, POSTERN_SERVER_PORT",
        "POSTERN_PUBLIC_URL, POSTERN_SERVER_PUBLIC_URL",
        "POSTERN_server_port, POSTERN_SERVER_PORT",
        "POSTERN_GROUP_MY_DOCS_PTH, POSTERN_GROUP_MY_DOCS_PATH",
    })
    void unknownVariableIsRefusedWithTheNearestKnownOne(String variable, String nearest) {
        assertThat(Reading.problems(Map.of(variable, "x")))
                .containsExactly(variable + ": there is no such setting; did you mean " + nearest + "?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POSTERN_", "POSTERN_GROUP_", "POSTERN_GROUP_PATH", "POSTERN_COOKIE_COLOUR"})
    void unknownVariableIsRefused(String variable) {
        assertThat(Reading.problems(Map.of(variable, "x")))
                .singleElement()
                .asString()
                .startsWith(variable + ": ");
    }

    @ParameterizedTest
    @CsvSource({
        "secret-key, SECRET_KEY",
        "SECRET_KEY, SECRET_KEY",
        "secret.key, SECRET_KEY",
        "secretKey, SECRET_KEY",
        "server.secret-key, SECRET_KEY",
        "jwt.secret, SECRET_KEY",
        "secret-key-file, SECRET_KEY",
        "SECRET_KEY_PREVIOUS, SECRET_KEY_PREVIOUS",
        "secret.key.previous, SECRET_KEY_PREVIOUS",
        "admin.password, ADMIN_PASSWORD",
        "Admin-Password, ADMIN_PASSWORD",
        "ADMIN_PASSWORD, ADMIN_PASSWORD",
        "store.password, STORE_PASSWORD",
        "store-password, STORE_PASSWORD",
    })
    void secretInTheFileIsRefusedUnseenWithTheVariableForIt(String key, String variable) {
        assertThat(Reading.problems(key + "=hunter2"))
                .containsExactly(key + ": a secret must not be in this file: set the environment variable " + variable
                        + ", or " + variable + "_FILE to a file that holds it");
    }

    @Test
    void secretUnderOurPrefixIsRefusedWithItsRightName() {
        assertThat(Reading.problems(Map.of("POSTERN_SECRET_KEY", "hunter2", "POSTERN_ADMIN_PASSWORD_FILE", "hunter2")))
                .containsExactly(
                        "POSTERN_ADMIN_PASSWORD_FILE: the variable is ADMIN_PASSWORD, or ADMIN_PASSWORD_FILE for a file"
                                + " that holds it",
                        "POSTERN_SECRET_KEY: the variable is SECRET_KEY, or SECRET_KEY_FILE for a file that holds it");
    }

    @Test
    void groupMayBeNamedSecret() {
        assertThat(Reading.problems("group.secret.path=/secret/*")).isEmpty();
    }
}
