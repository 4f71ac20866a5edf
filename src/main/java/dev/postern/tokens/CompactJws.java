package dev.postern.tokens;

import com.auth0.jwt.interfaces.Claim;
import com.auth0.jwt.interfaces.DecodedJWT;
import dev.postern.crypto.Base64Url;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A token's three segments, not decoded yet (RFC 7515, section 3.1).
 *
 * <p>java-jwt's algorithms take the segments in this shape, and ask it for nothing else. Its own decoder would parse
 * the payload before the signature is known to be good.
 */
final class CompactJws implements DecodedJWT {

    private final String header;
    private final String payload;
    private final String signature;

    private CompactJws(String header, String payload, String signature) {
        this.header = header;
        this.payload = payload;
        this.signature = signature;
    }

    /** @throws TokenRefused {@code MALFORMED} if the token is too long, or has fewer than three segments */
    static CompactJws split(String token) throws TokenRefused {
        if (token.length() <= AccessToken.MAX_LENGTH) {
            int first = token.indexOf('.');
            int second = token.indexOf('.', first + 1);
            if (first >= 0 && second >= 0) {
                return new CompactJws(
                        token.substring(0, first), token.substring(first + 1, second), token.substring(second + 1));
            }
        }
        throw new TokenRefused(TokenRefused.Reason.MALFORMED);
    }

    /** @throws TokenRefused {@code MALFORMED} if the segment is not in the only form of base64url that is accepted */
    static byte[] decode(String segment) throws TokenRefused {
        return Base64Url.decode(segment).orElseThrow(() -> new TokenRefused(TokenRefused.Reason.MALFORMED));
    }

    @Override
    public String getHeader() {
        return header;
    }

    @Override
    public String getPayload() {
        return payload;
    }

    @Override
    public String getSignature() {
        return signature;
    }

    @Override
    public String getToken() {
        throw undecoded();
    }

    @Override
    public String getAlgorithm() {
        throw undecoded();
    }

    @Override
    public String getType() {
        throw undecoded();
    }

    @Override
    public String getContentType() {
        throw undecoded();
    }

    /** Asked for by algorithms that could choose among public keys; ours have one each. */
    @Override
    public @Nullable String getKeyId() {
        return null;
    }

    @Override
    public Claim getHeaderClaim(String name) {
        throw undecoded();
    }

    @Override
    public String getIssuer() {
        throw undecoded();
    }

    @Override
    public String getSubject() {
        throw undecoded();
    }

    @Override
    public List<String> getAudience() {
        throw undecoded();
    }

    @Override
    public Date getExpiresAt() {
        throw undecoded();
    }

    @Override
    public Date getNotBefore() {
        throw undecoded();
    }

    @Override
    public Date getIssuedAt() {
        throw undecoded();
    }

    @Override
    public String getId() {
        throw undecoded();
    }

    @Override
    public Claim getClaim(String name) {
        throw undecoded();
    }

    @Override
    public Map<String, Claim> getClaims() {
        throw undecoded();
    }

    private static UnsupportedOperationException undecoded() {
        return new UnsupportedOperationException("the token is not decoded");
    }
}
