package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.Commands.Result;
import java.io.ByteArrayOutputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program where it is run in odd places: another locale, another folder, an address that is not its machine's. */
class CommandSituationsTest {
    private static final String PASSWORD = "a long password";

    private Path folder;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void enter(@TempDir Path temp) {
        folder = temp;
    }

    private Result run(String... arguments) {
        return new Commands(folder, environment).run(PASSWORD.getBytes(StandardCharsets.UTF_8), arguments);
    }

    private Result runInProcess(String... arguments) throws Exception {
        return new Commands(folder, environment).runInProcess(PASSWORD.getBytes(StandardCharsets.UTF_8), arguments);
    }

    @Test
    void withoutALocaleNamesAreReadAndWrittenInUtf8() throws Exception {
        ServerProcess.makeStore(folder);
        environment.put("LC_ALL", "C");
        assertThat(runInProcess("user", "add", "j\u00f6rg", "--password-stdin").out())
                .isEqualTo("Added j\u00f6rg\n");
        assertThat(runInProcess("user", "list", "--json").out()).contains("\"j\u00f6rg\"");
        assertThat(runInProcess("user", "disable", "J\u00d6RG").code()).isZero();
        assertThat(runInProcess("user", "show", "nobody\u2019s").err()).isEqualTo("there is no user nobody\u2019s\n");
    }

    @Test
    void aFileThatJavaCannotNameInThisLocaleIsRefusedWithTheCure() throws Exception {
        environment.put("LC_ALL", "C");
        for (String[] command : new String[][] {
            {"user", "import", "\u00fcmlaut.csv"}, {"user", "list", "--config", "\u00fcmlaut.properties"}
        }) {
            Result refused = runInProcess(command);
            assertThat(refused.code()).isEqualTo(2);
            assertThat(refused.err()).contains("LC_ALL=C.UTF-8").doesNotContain("java.nio");
        }
    }

    @Test
    void argumentsAreRepeatedPrintable() {
        for (String odd : new String[] {"\u009b31m\u202ename", "--no\u001b[31mpe"}) {
            assertThat(run("user", odd).err()).isNotEmpty().doesNotContain("\u009b", "\u202e", "\u001b");
        }
    }

    @Test
    void aCertificateThatAServerWouldNotStartWithIsFound() throws Exception {
        Path junk = Files.writeString(folder.resolve("junk.pem"), "no certificate");
        environment.put("POSTERN_SERVER_TLS_CERTIFICATE", junk.toString());
        environment.put("POSTERN_SERVER_TLS_KEY", junk.toString());
        Result refused = run("settings", "check");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("server.tls", "junk.pem");
    }

    @Test
    void commandsNeverMakeAStore() throws Exception {
        for (String[] command : new String[][] {
            {"user", "add", "mira", "--password-stdin"},
            {"user", "list"},
            {"keys", "list"},
            {"audit"},
            {"client", "list"}
        }) {
            Result refused = run(command);
            assertThat(refused.code()).as(command[0]).isEqualTo(1);
            assertThat(refused.err()).contains("there is no store at", "postern.db", "--config");
        }
        assertThat(run("explain", "GET", "/me").code()).isEqualTo(1);
        assertThat(folder.resolve("postern.db")).doesNotExist();
    }

    @Test
    void aPasswordIsTakenWithoutWhatEditorsAdd() throws Exception {
        ServerProcess.makeStore(folder);
        for (String end : new String[] {"\r", "\n", "\r\n"}) {
            ByteArrayOutputStream input = new ByteArrayOutputStream();
            input.write(("\ufeff" + PASSWORD + end).getBytes(StandardCharsets.UTF_8));
            assertThat(new Commands(folder, environment)
                            .run(input.toByteArray(), "user", "add", "mira", "--password-stdin")
                            .code())
                    .isZero();
            environment.put("ADMIN_PASSWORD", PASSWORD);
            try (TestServer server = LocalServer.start(folder, environment)) {
                assertThat(Calls.login(server, "mira", PASSWORD).statusCode()).isEqualTo(200);
            }
            assertThat(run("user", "remove", "mira", "--yes").code()).isZero();
        }
    }

    @Test
    void anAddressThatCannotBeListenedOnIsNamedWithTheCause() throws Exception {
        environment.put("POSTERN_SERVER_HOST", "192.0.2.1");
        assertThat(runInProcess("serve").err()).contains("192.0.2.1:0", "not an address of this machine");
        environment.put("POSTERN_SERVER_HOST", "no-such-host.invalid");
        assertThat(runInProcess("serve").err()).contains("no-such-host.invalid", "does not resolve");
        environment.put("POSTERN_SERVER_HOST", "127.0.0.1");
        try (ServerSocket taken = new ServerSocket(0)) {
            environment.put("POSTERN_SERVER_PORT", String.valueOf(taken.getLocalPort()));
            Result refused = runInProcess("serve");
            assertThat(refused.err()).contains("127.0.0.1:" + taken.getLocalPort(), "in use");
            assertThat(refused.code()).isEqualTo(3);
        }
    }

    @Test
    void aLostBackslashIsRefused() throws Exception {
        environment.put("POSTERN_STORE_URL", "");
        Files.writeString(folder.resolve("config.properties"), "store.url=jdbc:sqlite:C:\\data\\x.db\n");
        Result refused = run("settings", "check");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("store.url", "backslash");
        Files.writeString(folder.resolve("config.properties"), "store.url=jdbc:sqlite:C:\\new.db\n");
        assertThat(run("settings", "check").err()).contains("store.url", "backslash");
        Files.writeString(folder.resolve("config.properties"), "store.url=jdbc:sqlite:C:\\\\data\\\\x.db\n");
        assertThat(run("settings", "check").code()).isZero();
    }

    @Test
    void anImportThatCannotBeReadIsRefusedAndShowsNoHash() throws Exception {
        ServerProcess.makeStore(folder);
        String hash = "$2b$10$" + "a".repeat(53);
        Files.writeString(folder.resolve("people.csv"), "mira," + hash + "\ntom," + hash + "\n");
        Result refused = run("user", "import", folder.resolve("people.csv").toString());
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err() + refused.out()).contains("name the columns").doesNotContain(hash);
        Files.writeString(folder.resolve("people.csv"), hash + ":mira\n");
        Result swapped = run("user", "import", folder.resolve("people.csv").toString(), "--format", "htpasswd");
        assertThat(swapped.code()).isEqualTo(1);
        assertThat(swapped.err() + swapped.out()).doesNotContain(hash);
    }
}
