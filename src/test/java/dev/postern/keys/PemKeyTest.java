package dev.postern.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.Pem;
import dev.postern.tokens.TokenAlgorithm;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that people bring, as {@code openssl} makes them. */
class PemKeyTest {
    private static final Map<TokenAlgorithm, List<String>> OPTIONS = Map.of(
            TokenAlgorithm.ES256, List.of("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"),
            TokenAlgorithm.ES384, List.of("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"),
            TokenAlgorithm.RS256, List.of("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"));

    private static String openssl(String input, String... arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("openssl").redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.command().addAll(List.of(arguments));
        Process running = builder.start();
        running.getOutputStream().write(input.getBytes(StandardCharsets.US_ASCII));
        running.getOutputStream().close();
        String output = new String(running.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(running.waitFor()).isZero();
        return output;
    }

    private static String made(TokenAlgorithm algorithm) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("genpkey"));
        arguments.addAll(OPTIONS.getOrDefault(algorithm, List.of()));
        return openssl("", arguments.toArray(String[]::new));
    }

    private static KeyRefused refused(TokenAlgorithm algorithm, String text) {
        try {
            PemKey.read(algorithm, text);
        } catch (KeyRefused refused) {
            assertThat(refused.reason()).isEqualTo(KeyRefused.Reason.UNFIT);
            return refused;
        }
        throw new AssertionError("was taken");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "ES384", "RS256"})
    void whatOpensslMakesIsTaken(TokenAlgorithm algorithm) throws Exception {
        String pem = made(algorithm);

        KeyPair pair = PemKey.read(algorithm, pem);

        assertThat(KeyPairs.fit(algorithm, pair.getPublic(), pair.getPrivate())).isTrue();
        assertThat(Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(pair.getPublic().getEncoded()))
                .isEqualTo(openssl(pem, "pkey", "-pubout")
                        .replaceAll("-----.*-----", "")
                        .strip());
    }

    @Test
    void aPublicKeyBesideThePrivateOneServesWhereThatHoldsNone() throws Exception {
        KeyPair pair = KeyPairs.generate(TokenAlgorithm.ES256);
        // Java writes the private half alone.
        String alone = Pem.block("PRIVATE KEY", pair.getPrivate().getEncoded());

        assertThat(refused(TokenAlgorithm.ES256, alone))
                .hasMessageContaining("openssl ec -in key.pem -pubout -conv_form uncompressed");
        assertThat(PemKey.read(
                                TokenAlgorithm.ES256,
                                alone + openssl(alone, "ec", "-pubout", "-conv_form", "uncompressed"))
                        .getPublic())
                .isEqualTo(pair.getPublic());
        assertThat(PemKey.read(
                                TokenAlgorithm.ES256,
                                alone + Pem.block("PUBLIC KEY", pair.getPublic().getEncoded()))
                        .getPublic())
                .isEqualTo(pair.getPublic());
    }

    @Test
    void thePublicKeyOfAnotherIsFound() throws Exception {
        String alone = Pem.block(
                "PRIVATE KEY",
                KeyPairs.generate(TokenAlgorithm.ES256).getPrivate().getEncoded());
        String other = Pem.block(
                "PUBLIC KEY",
                KeyPairs.generate(TokenAlgorithm.ES256).getPublic().getEncoded());

        assertThat(refused(TokenAlgorithm.ES256, alone + other)).hasMessageContaining("not that of the private key");
    }

    @ParameterizedTest
    @CsvSource({"ES256, ES384", "ES384, ES256", "RS256, ES256", "ES256, RS256"})
    void aKeyForAnotherAlgorithmIsRefused(TokenAlgorithm wanted, TokenAlgorithm brought) throws Exception {
        assertThat(refused(wanted, made(brought))).hasMessageContaining("no key for " + wanted);
    }

    @Test
    void weakRsaIsRefused() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        assertThat(refused(
                        TokenAlgorithm.RS256,
                        Pem.block(
                                "PRIVATE KEY",
                                generator.generateKeyPair().getPrivate().getEncoded())))
                .hasMessageContaining("2048 to 8192 bits, not 1024");
        generator.initialize(new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F0));
        assertThat(refused(
                        TokenAlgorithm.RS256,
                        Pem.block(
                                "PRIVATE KEY",
                                generator.generateKeyPair().getPrivate().getEncoded())))
                .hasMessageContaining("65537");
    }

    @Test
    void otherFormsAreRefusedWithTheCommandThatConvertsThem() throws Exception {
        String sec1 = openssl("", "ecparam", "-name", "prime256v1", "-genkey", "-noout");
        assertThat(refused(TokenAlgorithm.ES256, sec1))
                .hasMessageContaining("EC PRIVATE KEY")
                .hasMessageContaining("openssl pkcs8 -topk8");
        assertThat(PemKey.read(TokenAlgorithm.ES256, openssl(sec1, "pkcs8", "-topk8", "-nocrypt")))
                .isNotNull();
        assertThat(refused(
                        TokenAlgorithm.RS256,
                        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----"))
                .hasMessageContaining("ENCRYPTED PRIVATE KEY");
    }

    @Test
    void whatIsNoKeyIsRefused() throws Exception {
        String key = made(TokenAlgorithm.ES256);
        assertThat(refused(TokenAlgorithm.ES256, "")).hasMessageContaining("openssl genpkey");
        assertThat(refused(TokenAlgorithm.ES256, key + key)).hasMessageContaining("two private keys");
        assertThat(refused(TokenAlgorithm.ES256, Pem.block("PRIVATE KEY", new byte[70])))
                .hasMessageContaining("no key for");
        assertThat(refused(TokenAlgorithm.ES256, key.replaceFirst("M", "N"))).isNotNull();
    }

    @Test
    void aRefusalRevealsNothingAboutTheKey() throws Exception {
        String key = made(TokenAlgorithm.ES256);
        String body = key.lines().toList().get(1);
        assertThatThrownBy(() -> PemKey.read(TokenAlgorithm.RS256, key))
                .hasNoCause()
                .extracting(Throwable::getMessage)
                .asString()
                .doesNotContain(body);
    }
}
