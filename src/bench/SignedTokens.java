package dev.postern.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.interfaces.JWTVerifier;
import dev.postern.tokens.Identity;
import dev.postern.tokens.SigningKeys;
import dev.postern.tokens.TokenAlgorithm;
import dev.postern.tokens.TokenKey;
import dev.postern.tokens.TokenSigner;
import dev.postern.tokens.TokenVerifier;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens of one algorithm, and three ways to verify them. */
final class SignedTokens {
    private static final String ISSUER = "https://postern.example";
    private static final String AUDIENCE = "postern";

    /** As many as Postern makes its own keys with. */
    private static final int RSA_BITS = 3072;

    private final TokenAlgorithm algorithm;
    private final byte[] secret = "0123456789abcdef0123456789abcdef".getBytes(US_ASCII);
    private final KeyPair pair;
    private final SigningKeys keys;

    /** The tokens; of each what is signed, and its signature. */
    final String[] texts;

    final byte[][] signed;
    final byte[][] signatures;

    SignedTokens(TokenAlgorithm algorithm, int howMany) throws GeneralSecurityException {
        this.algorithm = algorithm;
        this.pair = pair(algorithm == TokenAlgorithm.RS256 ? "RSA" : "EC");
        this.keys = algorithm.isSymmetric()
                ? SigningKeys.ofSecrets(algorithm, secret, Optional.empty())
                : SigningKeys.of(TokenKey.ofPair(algorithm, pair), List.of());
        this.texts = new String[howMany];
        this.signed = new byte[howMany][];
        this.signatures = new byte[howMany][];
        TokenSigner signer = new TokenSigner(() -> keys, ISSUER, AUDIENCE, Duration.ofHours(24));
        for (int i = 0; i < howMany; i++) {
            Identity who = new Identity("user-" + i, "somebody", Set.of("admin", "staff"), "session-" + i);
            texts[i] = signer.sign(who, Instant.now(), Instant.MAX).text();
            int end = texts[i].lastIndexOf('.');
            signed[i] = texts[i].substring(0, end).getBytes(US_ASCII);
            signatures[i] = Base64.getUrlDecoder().decode(texts[i].substring(end + 1));
        }
    }

    private KeyPair pair(String kind) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
        if (kind.equals("RSA")) {
            generator.initialize(RSA_BITS);
        } else {
            generator.initialize(new ECGenParameterSpec(algorithm == TokenAlgorithm.ES384 ? "secp384r1" : "secp256r1"));
        }
        return generator.generateKeyPair();
    }

    /** A verifier that remembers nothing yet. */
    TokenVerifier verifier() {
        return new TokenVerifier(() -> keys, ISSUER, AUDIENCE, Duration.ofSeconds(30), InstantSource.system());
    }

    JWTVerifier javaJwt() {
        Algorithm its = switch (algorithm) {
            case HS256 -> Algorithm.HMAC256(secret);
            case RS256 -> Algorithm.RSA256((RSAPublicKey) pair.getPublic(), null);
            case ES256 -> Algorithm.ECDSA256((ECPublicKey) pair.getPublic(), null);
            default -> Algorithm.ECDSA384((ECPublicKey) pair.getPublic(), null);
        };
        return JWT.require(its).withIssuer(ISSUER).withAudience(AUDIENCE).build();
    }

    /** The JDK alone, with a Mac or a Signature of its own each time, as code of many threads has it. */
    boolean jdk(int i) throws GeneralSecurityException {
        if (algorithm.isSymmetric()) {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return MessageDigest.isEqual(mac.doFinal(signed[i]), signatures[i]);
        }
        Signature check = Signature.getInstance(
                switch (algorithm) {
                    case RS256 -> "SHA256withRSA";
                    case ES256 -> "SHA256withECDSAinP1363Format";
                    default -> "SHA384withECDSAinP1363Format";
                });
        check.initVerify(pair.getPublic());
        check.update(signed[i]);
        return check.verify(signatures[i]);
    }
}
