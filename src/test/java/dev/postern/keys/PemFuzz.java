package dev.postern.keys;

import static dev.postern.Fuzzing.require;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.postern.Pem;
import dev.postern.tokens.SigningKeys;
import dev.postern.tokens.TokenAlgorithm;
import dev.postern.tokens.TokenKey;
import dev.postern.tokens.TokenRefused;
import dev.postern.tokens.TokenSigner;
import dev.postern.tokens.TokenVerifier;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Tries any text as a file with a key in PEM, and any bytes as the keys in it.
 *
 * <p>The first byte of an input says which algorithm the key is for, and whether the rest is text, or DER: a byte with
 * the length of a public key, which may be none, that key, and a private one.
 */
public final class PemFuzz {
    private static final TokenAlgorithm[] ALGORITHMS = {TokenAlgorithm.RS256, TokenAlgorithm.ES256, TokenAlgorithm.ES384
    };

    private PemFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) throws GeneralSecurityException, TokenRefused {
        if (data.length < 2) {
            return;
        }
        int choice = data[0] & 0xff;
        TokenAlgorithm algorithm = ALGORITHMS[choice / 2 % ALGORITHMS.length];
        try {
            KeyPair pair = PemKey.read(algorithm, choice % 2 == 0 ? text(data) : pem(data));
            checkSize(pair);
            checkUse(algorithm, pair);
            checkUse(algorithm, stored(algorithm, pair));
        } catch (KeyRefused refused) {
            String message = String.valueOf(refused.getMessage());
            require(refused.reason() == KeyRefused.Reason.UNFIT, "a reason that was foreseen");
            require(message.matches("[ -~]+"), "a message that may be shown");
        }
    }

    private static String text(byte[] data) {
        return new String(data, 1, data.length - 1, UTF_8);
    }

    private static String pem(byte[] data) {
        int publicEnd = Math.min(data.length, 2 + (data[1] & 0xff));
        String publicBlock = publicEnd == 2 ? "" : Pem.block("PUBLIC KEY", Arrays.copyOfRange(data, 2, publicEnd));
        return publicBlock + Pem.block("PRIVATE KEY", Arrays.copyOfRange(data, publicEnd, data.length));
    }

    private static void checkSize(KeyPair pair) {
        if (pair.getPublic() instanceof RSAPublicKey rsa) {
            int bits = rsa.getModulus().bitLength();
            require(bits >= 2048 && bits <= 8192, "an RSA key of a fit size");
            require(rsa.getPublicExponent().bitLength() > 16, "an exponent that is not too small");
        }
    }

    /** Signs a token and verifies it. */
    private static void checkUse(TokenAlgorithm algorithm, KeyPair pair) throws TokenRefused {
        SigningKeys keys = SigningKeys.of(TokenKey.ofPair(algorithm, pair), List.of());
        Instant now = Instant.ofEpochSecond(1_800_000_000);
        String token = new TokenSigner(() -> keys, "i", "a", Duration.ofMinutes(1))
                .signForClient("c", Set.of(), now)
                .text();
        new TokenVerifier(() -> keys, "i", "a", Duration.ZERO, InstantSource.fixed(now)).verify(token);
    }

    /** The pair after a time in the store. */
    private static KeyPair stored(TokenAlgorithm algorithm, KeyPair pair) throws GeneralSecurityException {
        return new KeyPair(
                KeyPairs.readPublic(algorithm, pair.getPublic().getEncoded()),
                KeyPairs.readPrivate(algorithm, pair.getPrivate().getEncoded()));
    }

    public static List<byte[]> seeds() throws GeneralSecurityException {
        List<byte[]> seeds = new ArrayList<>();
        for (int i = 0; i < ALGORITHMS.length; i++) {
            KeyPair pair = pair(ALGORITHMS[i]);
            byte[] open = pair.getPublic().getEncoded();
            byte[] secret = pair.getPrivate().getEncoded();
            String both = Pem.block("PRIVATE KEY", secret) + Pem.block("PUBLIC KEY", open);
            seeds.add(joined(2 * i, both.getBytes(US_ASCII)));
            seeds.add(joined(2 * i, Pem.block("PRIVATE KEY", secret).getBytes(US_ASCII)));
            seeds.add(joined(2 * i + 1, joined(0, secret)));
            seeds.add(joined(2 * i + 1, joined(Math.min(open.length, 255), open), secret));
        }
        seeds.add(joined(2 * List.of(ALGORITHMS).indexOf(TokenAlgorithm.ES256) + 1, joined(0, publicInside())));
        seeds.add(rsa(new RSAKeyGenParameterSpec(1024, RSAKeyGenParameterSpec.F4)));
        seeds.add(rsa(new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F0)));
        seeds.add("\0-----BEGIN EC PRIVATE KEY-----\nMA==\n-----END EC PRIVATE KEY-----".getBytes(US_ASCII));
        seeds.add("\0-----BEGIN PRIVATE KEY-----\n\u00e9-----END PRIVATE KEY-----".getBytes(ISO_8859_1));
        return seeds;
    }

    private static byte[] rsa(RSAKeyGenParameterSpec of) throws GeneralSecurityException {
        byte[] secret = pair("RSA", of).getPrivate().getEncoded();
        return joined(2 * List.of(ALGORITHMS).indexOf(TokenAlgorithm.RS256) + 1, joined(0, secret));
    }

    /** A key on P-256 as OpenSSL writes it: RFC 5915 in PKCS #8, the last 64 bytes being the public half. */
    private static byte[] publicInside() throws GeneralSecurityException {
        KeyPair pair = pair(TokenAlgorithm.ES256);
        byte[] open = pair.getPublic().getEncoded();
        byte[] secret = ((ECPrivateKey) pair.getPrivate()).getS().toByteArray();
        byte[] padded = joined(0, new byte[32], secret);
        return HexFormat.of()
                .parseHex("308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b0201010420"
                        + HexFormat.of().formatHex(padded, padded.length - 32, padded.length)
                        + "a14403420004"
                        + HexFormat.of().formatHex(open, open.length - 64, open.length));
    }

    private static byte[] joined(int first, byte[]... rest) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.write(first);
        List.of(rest).forEach(joined::writeBytes);
        return joined.toByteArray();
    }

    private static KeyPair pair(TokenAlgorithm algorithm) throws GeneralSecurityException {
        return algorithm == TokenAlgorithm.RS256
                ? pair("RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4))
                : pair("EC", KeyPairs.curve(algorithm));
    }

    /** The same in every run. */
    private static KeyPair pair(String kind, AlgorithmParameterSpec of) throws GeneralSecurityException {
        SecureRandom same = SecureRandom.getInstance("SHA1PRNG");
        same.setSeed(1);
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
        generator.initialize(of, same);
        return generator.generateKeyPair();
    }
}
