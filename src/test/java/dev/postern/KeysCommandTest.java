package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.JWT;
import dev.postern.Commands.Result;
import dev.postern.tokens.TokenAlgorithm;
import dev.postern.tokens.TokenKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands for keys: arguments, output, exit codes. */
@Timeout(60)
class KeysCommandTest {
    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>(Map.of("POSTERN_TOKEN_ALGORITHM", "ES256"));

    @BeforeEach
    void makeStore() {
        ServerProcess.makeStore(folder);
    }

    private Result run(String... arguments) {
        return new Commands(folder, environment).run(arguments);
    }

    private Result keys(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("keys"));
        all.addAll(List.of(arguments));
        return run(all.toArray(String[]::new));
    }

    /** The id of the key in a state, as the list tells it. */
    private String listed(String state) throws Exception {
        return keys("list")
                .out()
                .lines()
                .map(line -> line.split(" +", 4))
                .filter(parts -> parts[2].equals(state))
                .map(parts -> parts[0])
                .findFirst()
                .orElse("");
    }

    private Result refusedStart() {
        return run("serve");
    }

    private void startOnce() throws Exception {
        LocalServer.start(folder, environment).close();
    }

    @Test
    void keysAreListedRotatedAndRetired() throws Exception {
        startOnce();
        String first = listed("active");
        String next = listed("next");
        assertThat(first).matches("[A-Za-z0-9_-]{43}");
        assertThat(keys("list").out()).containsPattern(next + " +ES256 +next +may sign\n");

        Result rotated = keys("rotate", "--json");
        assertThat(rotated)
                .isEqualTo(new Result(0, "{\"active\":\"" + next + "\",\"retired\":\"" + first + "\"}\n", ""));
        assertThat(keys("list").out()).containsPattern(first + " +ES256 +retired +can go in 15m \\d+s\n");
        Result again = keys("rotate");
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.out()).isEmpty();
        assertThat(again.err()).contains("may not know the next key before", "--force");

        Result living = keys("retire", first);
        assertThat(living.code()).isEqualTo(1);
        assertThat(living.err()).contains("may be valid until", "--force");
        assertThat(keys("retire", next).code()).isEqualTo(1);
        assertThat(keys("retire", first, "--force")).isEqualTo(new Result(0, "Retired " + first + "\n", ""));
        assertThat(keys("retire", first, "--force").code()).isEqualTo(1);
        assertThat(keys("list", "--json").out())
                .contains("\"kid\":\"" + next + "\"", "\"state\":\"active\"", "\"can_go_in\":null")
                .doesNotContain(first);
        assertThat(run("audit", "--event", "key_rotated").out().lines()).hasSize(2);
    }

    @Test
    void listingNeedsNoSecretAndChangingDoes() throws Exception {
        startOnce();
        environment.put("SECRET_KEY", "");
        assertThat(keys("list").out().lines()).hasSize(2);
        Result rotated = keys("rotate");
        assertThat(rotated.code()).isEqualTo(2);
        assertThat(rotated.err()).contains("SECRET_KEY");
        environment.put("SECRET_KEY", "another secret of thirty-two bytes");
        Result wrong = keys("rotate");
        assertThat(wrong.code()).isEqualTo(1);
        assertThat(wrong.err()).contains("does not open all keys in the store", "--sealed");
    }

    @Test
    void aServerDoesNotStartUnderAnotherSecretUnlessTheKeysAreGivenUp() throws Exception {
        startOnce();
        environment.put("SECRET_KEY", "another secret of thirty-two bytes");
        Result refused = refusedStart();
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("SECRET_KEY_PREVIOUS", "keys retire --sealed");
        environment.put("POSTERN_TOKEN_ALGORITHM", "HS256");
        assertThat(refusedStart()).as("nor with the secret to sign").isEqualTo(refused);
        environment.put("POSTERN_TOKEN_ALGORITHM", "ES256");
        assertThat(keys("retire", listed("active"), "--force").code()).isEqualTo(1);
        assertThat(keys("retire").code()).isEqualTo(2);
        assertThat(keys("retire", listed("active"), "--sealed").code()).isEqualTo(2);
        assertThat(keys("retire", "--sealed").out()).isEqualTo("Retired what SECRET_KEY did not open\n");
        assertThat(keys("retire", "--sealed", "--json").out()).isEqualTo("{\"retired\":0}\n");
        startOnce();
    }

    @ParameterizedTest
    @CsvSource({"HS256, 32", "HS384, 48", "HS512, 64"})
    void secretsAreListedAndAreNotRotatedHere(String algorithm, int least) throws Exception {
        environment.put("POSTERN_TOKEN_ALGORITHM", algorithm);
        environment.put("SECRET_KEY", "k".repeat(least - 1));
        Result tooShort = refusedStart();
        assertThat(tooShort.code()).isEqualTo(2);
        assertThat(tooShort.err()).contains("SECRET_KEY", "at least " + least + " bytes");
        environment.put("SECRET_KEY", "k".repeat(least));
        environment.put("SECRET_KEY_PREVIOUS", "p".repeat(least));
        assertThat(keys("list").out().lines())
                .satisfiesExactly(
                        line -> assertThat(line).matches("\\S{12} +" + algorithm + " +active .*SECRET_KEY"),
                        line -> assertThat(line).matches("\\S{12} +" + algorithm + " +previous .*SECRET_KEY_PREVIOUS"));
        Result rotated = keys("rotate");
        assertThat(rotated.code()).isEqualTo(1);
        assertThat(rotated.err()).contains("SECRET_KEY_PREVIOUS");
    }

    @Test
    void withoutTheSecretItsIdIsNotKnown() throws Exception {
        environment.put("POSTERN_TOKEN_ALGORITHM", "HS256");
        environment.put("SECRET_KEY", "");
        Result listed = keys("list");
        assertThat(listed.code()).isZero();
        assertThat(listed.out()).isEmpty();
        assertThat(listed.err()).contains("signs with SECRET_KEY");
    }

    @Test
    void aKeyOfOnesOwnIsBroughtAndTakesItsTurn() throws Exception {
        Path file = folder.resolve("key.pem");
        assertThat(new ProcessBuilder(
                                "openssl",
                                "genpkey",
                                "-algorithm",
                                "EC",
                                "-pkeyopt",
                                "ec_paramgen_curve:P-256",
                                "-out",
                                file.toString())
                        .start()
                        .waitFor())
                .isZero();
        assertThat(keys("import", file.toString()).out()).endsWith("to be active\n");
        String first = listed("active");
        assertThat(keys("import", file.toString()).err()).contains("here already");
        try (TestServer server = LocalServer.start(
                folder, Map.of("POSTERN_TOKEN_ALGORITHM", "ES256", "ADMIN_PASSWORD", ServerProcess.PASSWORD))) {
            assertThat(JWT.decode(Calls.signIn(server).accessToken()).getKeyId())
                    .isEqualTo(first);
        }
        assertThat(keys("import", "none.pem").code()).isEqualTo(2);
        Files.writeString(file, "no key");
        Result refused = keys("import", file.toString());
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("openssl genpkey -algorithm EC");
    }

    @Test
    void aBroughtKeyWhoseIdBeginsWithAHyphenIsNamedBehindTwo() throws Exception {
        KeyPair pair = pairWithHyphen();
        String id = TokenKey.ofPair(TokenAlgorithm.ES256, pair).id();
        Path file = folder.resolve("key.pem");
        Files.writeString(file, Pem.of(pair));
        startOnce();
        assertThat(keys("import", file.toString()).code()).isZero();
        assertThat(listed("next")).isEqualTo(id);

        assertThat(keys("retire", "--force", "--", id)).isEqualTo(new Result(0, "Retired " + id + "\n", ""));

        assertThat(listed("next")).isNotEqualTo(id);
    }

    private static KeyPair pairWithHyphen() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        while (true) {
            KeyPair pair = generator.generateKeyPair();
            if (TokenKey.ofPair(TokenAlgorithm.ES256, pair).id().startsWith("-")) {
                return pair;
            }
        }
    }
}
