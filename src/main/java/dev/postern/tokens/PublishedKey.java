package dev.postern.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.postern.crypto.Base64Url;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECPoint;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A published public key: a JSON Web Key (RFC 7517). Immutable. */
public final class PublishedKey {
    private final SortedMap<String, String> required;
    private final TokenAlgorithm algorithm;

    private PublishedKey(SortedMap<String, String> required, TokenAlgorithm algorithm) {
        this.required = required;
        this.algorithm = algorithm;
    }

    /** @throws IllegalArgumentException if the key is of another kind than the algorithm takes */
    static PublishedKey of(TokenAlgorithm algorithm, PublicKey key) {
        SortedMap<String, String> members = new TreeMap<>();
        if (algorithm == TokenAlgorithm.RS256 && key instanceof RSAPublicKey rsa) {
            members.put("kty", "RSA");
            members.put("n", unsigned(rsa.getModulus(), 0));
            members.put("e", unsigned(rsa.getPublicExponent(), 0));
            return new PublishedKey(members, algorithm);
        }
        if (!algorithm.isSymmetric() && algorithm != TokenAlgorithm.RS256 && key instanceof ECPublicKey ec) {
            int bytes = algorithm == TokenAlgorithm.ES256 ? 32 : 48;
            ECPoint point = ec.getW();
            members.put("kty", "EC");
            members.put("crv", algorithm == TokenAlgorithm.ES256 ? "P-256" : "P-384");
            members.put("x", unsigned(point.getAffineX(), bytes));
            members.put("y", unsigned(point.getAffineY(), bytes));
            return new PublishedKey(members, algorithm);
        }
        throw new IllegalArgumentException("this key is not for " + algorithm);
    }

    /** Big-endian, at least so many bytes (RFC 7518, section 2 and section 6.2.1.2). */
    private static String unsigned(BigInteger number, int least) {
        byte[] signed = number.toByteArray();
        int zeros = signed[0] == 0 && signed.length > 1 ? 1 : 0;
        int length = Math.max(least, signed.length - zeros);
        byte[] bytes = new byte[length];
        System.arraycopy(signed, zeros, bytes, length - (signed.length - zeros), signed.length - zeros);
        return Base64Url.encode(bytes);
    }

    /** The key's thumbprint with SHA-256, in base64url (RFC 7638): the same wherever the key is. */
    public String thumbprint() {
        // Of these members none needs an escape in JSON.
        StringBuilder json = new StringBuilder();
        required.forEach((name, value) -> json.append(json.isEmpty() ? "{" : ",")
                .append('"')
                .append(name)
                .append("\":\"")
                .append(value)
                .append('"'));
        try {
            return Base64Url.encode(MessageDigest.getInstance("SHA-256")
                    .digest(json.append('}').toString().getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }

    /** The members of the key in a key set. */
    public Map<String, String> members() {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("kid", thumbprint());
        members.put("use", "sig");
        members.put("alg", algorithm.name());
        members.putAll(required);
        return members;
    }
}
