package dev.postern.tokens;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.InstantSource;
import java.util.List;

/** The secret of {@link HandMade}, and a pair beside it that is the same in every run, so that a finding stays one. */
final class FuzzKeys {
    static final KeyPair PAIR = pair();
    static final TokenKey PAIR_KEY = TokenKey.ofPair(TokenAlgorithm.ES256, PAIR);
    static final String PAIR_ID = PAIR_KEY.id();
    static final String PAIR_HEADER = "{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"" + PAIR_ID + "\"}";

    private static final SigningKeys BOTH = HandMade.KEYS.accepting(List.of(PAIR_KEY));

    private FuzzKeys() {}

    /** Of tokens under both keys. */
    static TokenVerifier verifier() {
        return new TokenVerifier(
                () -> BOTH, HandMade.ISSUER, HandMade.AUDIENCE, HandMade.SKEW, InstantSource.fixed(HandMade.NOW));
    }

    static String signedByPair(byte[] header, byte[] payload) {
        String signed = HandMade.base64(header) + "." + HandMade.base64(payload);
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(PAIR.getPrivate());
            signature.update(signed.getBytes(US_ASCII));
            return signed + "." + HandMade.base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair pair() {
        try {
            SecureRandom same = SecureRandom.getInstance("SHA1PRNG");
            same.setSeed("the same in every run".getBytes(UTF_8));
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), same);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
