package dev.postern.keys;

import dev.postern.tokens.TokenAlgorithm;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An imported key pair in PEM (RFC 7468): a private key in PKCS #8, and its public key beside it or in it. */
final class PemKey {
    static final int MIN_RSA_BITS = 2048;
    private static final int MAX_RSA_BITS = 8192;
    private static final BigInteger MIN_RSA_EXPONENT = BigInteger.valueOf(65_537);

    /** The first byte of an uncompressed point on a curve (SEC 1, section 2.3.3). */
    private static final byte UNCOMPRESSED = 4;

    private static final String PRIVATE = "PRIVATE KEY";
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

    private final TokenAlgorithm algorithm;
    private final String text;

    private PemKey(TokenAlgorithm algorithm, String text) {
        this.algorithm = algorithm;
        this.text = text;
    }

    /**
     * Reads a key pair for an algorithm.
     *
     * @throws KeyRefused {@code UNFIT}, saying what is wrong and what would be right
     */
    static KeyPair read(TokenAlgorithm algorithm, String text) throws KeyRefused {
        return new PemKey(algorithm, text).pair();
    }

    private KeyPair pair() throws KeyRefused {
        byte[] pkcs8 = privateBlock();
        try {
            PrivateKey signing = KeyPairs.readPrivate(algorithm, pkcs8);
            PublicKey verifying =
                    signing instanceof RSAPrivateCrtKey rsa ? publicHalf(rsa) : publicHalf(signing, pkcs8);
            if (!KeyPairs.fit(algorithm, verifying, signing)) {
                throw KeyRefused.unfit("the public key is not that of the private key");
            }
            return new KeyPair(verifying, signing);
        } catch (GeneralSecurityException | IllegalArgumentException | IllegalStateException other) {
            throw KeyRefused.unfit("this is no key for " + algorithm + ", which token.algorithm asks for");
        }
    }

    private byte[] privateBlock() throws KeyRefused {
        Matcher blocks = BLOCK.matcher(text);
        Optional<byte[]> found = Optional.empty();
        while (blocks.find()) {
            String label = blocks.group(1);
            if (label.equals(PRIVATE)) {
                if (found.isPresent()) {
                    throw KeyRefused.unfit("there are two private keys; give one");
                }
                found = Optional.of(decoded(blocks.group(2)));
            } else if (label.endsWith(PRIVATE)) {
                throw KeyRefused.unfit("the key is of the form \"" + label
                        + "\"; convert it: openssl pkcs8 -topk8 -nocrypt -in key.pem -out new.pem");
            }
        }
        return found.orElseThrow(() -> KeyRefused.unfit(
                "there is no private key in PEM form; make one: openssl genpkey " + options() + " -out key.pem"));
    }

    private String options() {
        return switch (algorithm) {
            case ES256 -> "-algorithm EC -pkeyopt ec_paramgen_curve:P-256";
            case ES384 -> "-algorithm EC -pkeyopt ec_paramgen_curve:P-384";
            default -> "-algorithm RSA -pkeyopt rsa_keygen_bits:3072";
        };
    }

    private static byte[] decoded(String base64) throws KeyRefused {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException broken) {
            throw KeyRefused.unfit("the text between BEGIN and END is not base64");
        }
    }

    private static PublicKey publicHalf(RSAPrivateCrtKey key) throws GeneralSecurityException, KeyRefused {
        int bits = key.getModulus().bitLength();
        if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS) {
            throw KeyRefused.unfit("an RSA key has " + MIN_RSA_BITS + " to " + MAX_RSA_BITS + " bits, not " + bits);
        }
        if (key.getPublicExponent().compareTo(MIN_RSA_EXPONENT) < 0) {
            throw KeyRefused.unfit("an RSA key's public exponent is at least 65537");
        }
        return KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
    }

    /** An EC key's public half is in a block of its own, or the end of the private one (RFC 5915, section 3). */
    private PublicKey publicHalf(PrivateKey key, byte[] pkcs8) throws GeneralSecurityException, KeyRefused {
        ECParameterSpec curve = KeyPairs.curve(algorithm);
        if (!(key instanceof ECPrivateKey ec) || !ec.getParams().getCurve().equals(curve.getCurve())) {
            throw new GeneralSecurityException("a key of another kind, or on another curve");
        }
        Matcher blocks = BLOCK.matcher(text);
        while (blocks.find()) {
            if (blocks.group(1).equals("PUBLIC KEY")) {
                return KeyPairs.readPublic(algorithm, decoded(blocks.group(2)));
            }
        }
        int bytes = curve.getCurve().getField().getFieldSize() / 8;
        int from = pkcs8.length - 1 - 2 * bytes;
        if (from < 0 || pkcs8[from] != UNCOMPRESSED) {
            throw KeyRefused.unfit("the file does not hold the public key, or in a short form; add it: "
                    + "openssl ec -in key.pem -pubout -conv_form uncompressed >> key.pem");
        }
        BigInteger x = new BigInteger(1, pkcs8, from + 1, bytes);
        BigInteger y = new BigInteger(1, pkcs8, from + 1 + bytes, bytes);
        return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(new ECPoint(x, y), curve));
    }
}
