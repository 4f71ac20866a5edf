package dev.postern.keys;

import dev.postern.tokens.TokenAlgorithm;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;

/** Java's key pairs for each algorithm. */
final class KeyPairs {
    /** Generated keys are larger than the minimum (NIST SP 800-57, for use after 2030). */
    private static final int RSA_BITS = 3072;

    private KeyPairs() {}

    static KeyPair generate(TokenAlgorithm algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind(algorithm));
            initialize(generator, algorithm);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java has RSA and EC", missing);
        }
    }

    private static void initialize(KeyPairGenerator generator, TokenAlgorithm algorithm)
            throws InvalidAlgorithmParameterException {
        generator.initialize(
                algorithm == TokenAlgorithm.RS256
                        ? new RSAKeyGenParameterSpec(RSA_BITS, RSAKeyGenParameterSpec.F4)
                        : curve(algorithm));
    }

    static ECParameterSpec curve(TokenAlgorithm algorithm) {
        String name = switch (algorithm) {
            case ES256 -> "secp256r1";
            case ES384 -> "secp384r1";
            default -> throw new IllegalArgumentException(algorithm + " is on no curve");
        };
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(name));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java has the curve " + name, missing);
        }
    }

    static PublicKey readPublic(TokenAlgorithm algorithm, byte[] x509) throws GeneralSecurityException {
        return KeyFactory.getInstance(kind(algorithm)).generatePublic(new X509EncodedKeySpec(x509));
    }

    static PrivateKey readPrivate(TokenAlgorithm algorithm, byte[] pkcs8) throws GeneralSecurityException {
        return KeyFactory.getInstance(kind(algorithm)).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    /** Whether the public key verifies what the private key signs. */
    static boolean fit(TokenAlgorithm algorithm, PublicKey verifying, PrivateKey signing) {
        byte[] sample = {1, 2, 3};
        try {
            Signature signature = Signature.getInstance(
                    algorithm == TokenAlgorithm.RS256
                            ? "SHA256withRSA"
                            : algorithm == TokenAlgorithm.ES256 ? "SHA256withECDSA" : "SHA384withECDSA");
            signature.initSign(signing);
            signature.update(sample);
            byte[] signed = signature.sign();
            signature.initVerify(verifying);
            signature.update(sample);
            return signature.verify(signed);
        } catch (GeneralSecurityException different) {
            return false;
        }
    }

    private static String kind(TokenAlgorithm algorithm) {
        return algorithm == TokenAlgorithm.RS256 ? "RSA" : "EC";
    }
}
