package dev.postern.tokens;

/** The signature algorithms of tokens, under the names that JWS has for them (RFC 7518, section 3.1). */
public enum TokenAlgorithm {
    HS256(32),
    HS384(48),
    HS512(64),
    RS256(0),
    ES256(0),
    ES384(0);

    private final int secretBytes;

    TokenAlgorithm(int secretBytes) {
        this.secretBytes = secretBytes;
    }

    /** Whether everybody who can verify can also sign. */
    public boolean isSymmetric() {
        return secretBytes > 0;
    }

    /** The fewest bytes of a secret: as many as the hash has (RFC 7518, section 3.2); 0 where there is none. */
    public int secretBytes() {
        return secretBytes;
    }
}
