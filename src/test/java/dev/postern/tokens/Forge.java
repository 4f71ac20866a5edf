package dev.postern.tokens;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Signs what nobody should, with the right key and Java's own cryptography: whatever stands in a token, the signature is
 * good. Without the code under test, but for the key's id.
 */
final class Forge {
    private final TokenAlgorithm algorithm;
    private final TokenKey key;
    private final Optional<KeyPair> pair;
    private final byte[] secret;

    private Forge(TokenAlgorithm algorithm, TokenKey key, Optional<KeyPair> pair, byte[] secret) {
        this.algorithm = algorithm;
        this.key = key;
        this.pair = pair;
        this.secret = secret;
    }

    static Forge of(TokenAlgorithm algorithm, byte[] secret) {
        return new Forge(algorithm, TokenKey.ofSecret(algorithm, secret), Optional.empty(), secret);
    }

    TokenAlgorithm algorithm() {
        return algorithm;
    }

    TokenKey key() {
        return key;
    }

    Optional<KeyPair> pair() {
        return pair;
    }

    byte[] secret() {
        return secret.clone();
    }

    static Forge of(TokenAlgorithm algorithm) {
        if (algorithm.isSymmetric()) {
            byte[] secret = Arrays.copyOf(
                    "a secret of the tests, of 64 bytes. ".repeat(2).getBytes(US_ASCII), 64);
            return of(algorithm, secret);
        }
        KeyPair pair = newPair(algorithm);
        return new Forge(algorithm, TokenKey.ofPair(algorithm, pair), Optional.of(pair), new byte[0]);
    }

    static KeyPair newPair(TokenAlgorithm algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm == TokenAlgorithm.RS256 ? "RSA" : "EC");
            if (algorithm == TokenAlgorithm.RS256) {
                generator.initialize(2048);
            } else {
                generator.initialize(
                        new ECGenParameterSpec(algorithm == TokenAlgorithm.ES256 ? "secp256r1" : "secp384r1"));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException missing) {
            throw new AssertionError(missing);
        }
    }

    SigningKeys keys() {
        return SigningKeys.of(key, List.of());
    }

    String header() {
        return "{\"alg\":\"%s\",\"typ\":\"at+jwt\",\"kid\":\"%s\"}".formatted(algorithm, key.id());
    }

    String valid() {
        return token(header(), HandMade.PAYLOAD);
    }

    String token(String header, String payload) {
        return signed(HandMade.base64(header) + "." + HandMade.base64(payload));
    }

    String signed(String headerAndPayload) {
        return headerAndPayload + "." + HandMade.base64(signature(headerAndPayload));
    }

    byte[] signature(String headerAndPayload) {
        return switch (algorithm) {
            case HS256 -> HandMade.mac("HmacSHA256", headerAndPayload, secret);
            case HS384 -> HandMade.mac("HmacSHA384", headerAndPayload, secret);
            case HS512 -> HandMade.mac("HmacSHA512", headerAndPayload, secret);
            case RS256 -> signature("SHA256withRSA", headerAndPayload);
            case ES256 -> signature("SHA256withECDSAinP1363Format", headerAndPayload);
            case ES384 -> signature("SHA384withECDSAinP1363Format", headerAndPayload);
        };
    }

    /** By one of Java's algorithms, with our private key. */
    byte[] signature(String javaAlgorithm, String text) {
        try {
            Signature signature = Signature.getInstance(javaAlgorithm);
            signature.initSign(pair.orElseThrow().getPrivate());
            signature.update(text.getBytes(UTF_8));
            return signature.sign();
        } catch (GeneralSecurityException missing) {
            throw new AssertionError(missing);
        }
    }

    PublicKey publicKey() {
        return pair.orElseThrow().getPublic();
    }

    /** The order of the curve's group, at which numbers in a signature begin again. */
    BigInteger order() {
        return ((ECPublicKey) publicKey()).getParams().getOrder();
    }

    BigInteger modulus() {
        return ((RSAPublicKey) publicKey()).getModulus();
    }
}
