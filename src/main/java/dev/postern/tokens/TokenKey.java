package dev.postern.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.auth0.jwt.JWTCreator;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.SignatureVerificationException;
import dev.postern.crypto.Base64Url;
import dev.postern.crypto.KeyDerivation;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A key with the one algorithm that it is for. Immutable and thread-safe.
 *
 * <p>A secret's id is derived from it, so instances with the same secret agree on it, and it says nothing of the secret.
 * A public key's id is its thumbprint.
 */
public final class TokenKey {
    /** 72 bits: enough to distinguish secrets, and a whole number of base64url characters. */
    private static final int SECRET_ID_BYTES = 9;

    private final String id;
    private final Algorithm algorithm;
    private final Optional<PublishedKey> published;
    private final Instant acceptedUntil;

    private TokenKey(String id, Algorithm algorithm, Optional<PublishedKey> published, Instant acceptedUntil) {
        this.id = id;
        this.algorithm = algorithm;
        this.published = published;
        this.acceptedUntil = acceptedUntil;
    }

    /**
     * A secret, which signs and verifies.
     *
     * @throws IllegalArgumentException if it is shorter than the algorithm asks, or the algorithm takes none
     */
    public static TokenKey ofSecret(TokenAlgorithm algorithm, byte[] secret) {
        if (!algorithm.isSymmetric() || secret.length < algorithm.secretBytes()) {
            throw new IllegalArgumentException(
                    "a key for " + algorithm + " has at least " + algorithm.secretBytes() + " bytes");
        }
        byte[] id = new KeyDerivation(secret).derive("postern " + algorithm + " key id", SECRET_ID_BYTES);
        Algorithm hmac = switch (algorithm) {
            case HS384 -> Algorithm.HMAC384(secret);
            case HS512 -> Algorithm.HMAC512(secret);
            default -> Algorithm.HMAC256(secret);
        };
        return new TokenKey(Base64Url.encode(id), hmac, Optional.empty(), Instant.MAX);
    }

    /** A key that signs and verifies. */
    public static TokenKey ofPair(TokenAlgorithm algorithm, KeyPair pair) {
        Algorithm both = switch (algorithm) {
            case RS256 -> Algorithm.RSA256((RSAPublicKey) pair.getPublic(), (RSAPrivateKey) pair.getPrivate());
            case ES256 -> Algorithm.ECDSA256((ECPublicKey) pair.getPublic(), (ECPrivateKey) pair.getPrivate());
            case ES384 -> Algorithm.ECDSA384((ECPublicKey) pair.getPublic(), (ECPrivateKey) pair.getPrivate());
            default -> throw new IllegalArgumentException(algorithm + " has no pairs of keys");
        };
        return of(algorithm, both, pair.getPublic(), Instant.MAX);
    }

    /**
     * A key that verifies alone.
     *
     * @param acceptedUntil from then on it verifies nothing; {@link Instant#MAX} for no end
     */
    public static TokenKey ofPublic(TokenAlgorithm algorithm, PublicKey key, Instant acceptedUntil) {
        Algorithm verifying = switch (algorithm) {
            case RS256 -> Algorithm.RSA256((RSAKey) key);
            case ES256 -> Algorithm.ECDSA256((ECKey) key);
            case ES384 -> Algorithm.ECDSA384((ECKey) key);
            default -> throw new IllegalArgumentException(algorithm + " has no public keys");
        };
        return of(algorithm, verifying, key, acceptedUntil);
    }

    private static TokenKey of(TokenAlgorithm algorithm, Algorithm java, PublicKey key, Instant acceptedUntil) {
        PublishedKey published = PublishedKey.of(algorithm, key);
        return new TokenKey(published.thumbprint(), java, Optional.of(published), acceptedUntil);
    }

    /** The {@code kid}, of base64url characters. */
    public String id() {
        return id;
    }

    /** What others verify with; empty for a secret. */
    Optional<PublishedKey> published() {
        return published;
    }

    /** The name of the one algorithm. */
    String algorithm() {
        return algorithm.getName();
    }

    boolean isOver(Instant now) {
        return !now.isBefore(acceptedUntil);
    }

    /** The first segment of the access tokens that the key signs, in the order of members that java-jwt writes. */
    String header() {
        return Base64Url.encode("{\"typ\":\"%s\",\"kid\":\"%s\",\"alg\":\"%s\"}"
                .formatted(JoseHeader.TYPE, id, algorithm())
                .getBytes(UTF_8));
    }

    String sign(JWTCreator.Builder claims, String type) {
        return claims.withHeader(Map.of("typ", type)).withKeyId(id).sign(algorithm);
    }

    /** @throws TokenRefused {@code SIGNATURE} if the key has not signed these very segments */
    void verify(CompactJws token) throws TokenRefused {
        try {
            algorithm.verify(token);
        } catch (SignatureVerificationException e) {
            throw new TokenRefused(TokenRefused.Reason.SIGNATURE);
        }
    }
}
