package dev.postern.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.auth0.jwt.JWTCreator;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.SignatureVerificationException;
import java.util.Map;

/**
 * A key with the algorithm that it is for.
 *
 * @param id the {@code kid}, of base64url characters
 */
record TokenKey(String id, Algorithm algorithm) {

    /** The first segment of the tokens that the key signs, in the order of members that java-jwt writes. */
    String header() {
        return Base64Url.encode("{\"typ\":\"%s\",\"kid\":\"%s\",\"alg\":\"%s\"}"
                .formatted(JoseHeader.TYPE, id, algorithm.getName())
                .getBytes(UTF_8));
    }

    String sign(JWTCreator.Builder claims) {
        return claims.withHeader(Map.of("typ", JoseHeader.TYPE)).withKeyId(id).sign(algorithm);
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
