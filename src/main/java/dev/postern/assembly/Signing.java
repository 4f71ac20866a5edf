package dev.postern.assembly;

import dev.postern.crypto.KeyDerivation;
import dev.postern.keys.KeyLife;
import dev.postern.keys.KeyRefused;
import dev.postern.keys.KeyRing;
import dev.postern.keys.KeySeal;
import dev.postern.keys.SigningKeyStore;
import dev.postern.keys.StoredKey;
import dev.postern.settings.Problems;
import dev.postern.settings.Secret;
import dev.postern.settings.Secrets;
import dev.postern.settings.Settings;
import dev.postern.settings.SettingsRefused;
import dev.postern.tokens.SigningKeys;
import dev.postern.tokens.TokenAlgorithm;
import dev.postern.tokens.TokenSigner;
import dev.postern.tokens.TokenVerifier;
import java.time.InstantSource;
import java.util.Optional;

/** The objects that sign and verify tokens, made from the settings, the secrets and the store. */
public record Signing(KeyRing ring, KeyLife life, TokenSigner signer, TokenVerifier verifier) {

    public static Signing of(SigningKeyStore store, Settings.Token token, Secrets secrets, InstantSource clock) {
        KeyRing ring = new KeyRing(store, seal(secrets), secrets(token, secrets), clock);
        return new Signing(
                ring,
                life(store, token, secrets, clock),
                new TokenSigner(ring, token.issuer(), token.audience(), token.accessLifetime()),
                new TokenVerifier(ring, token.issuer(), token.audience(), token.clockSkew(), clock));
    }

    public static KeyLife life(SigningKeyStore store, Settings.Token token, Secrets secrets, InstantSource clock) {
        return new KeyLife(store, seal(secrets), algorithm(token), token.accessLifetime(), token.clockSkew(), clock);
    }

    /** Whether key pairs sign, rather than a secret. */
    public boolean isByKeyPairs() {
        return ring.isByKeyPairs();
    }

    static TokenAlgorithm algorithm(Settings.Token token) {
        return TokenAlgorithm.valueOf(token.algorithm());
    }

    /** Adds to the problems a secret that is too short for the algorithm. */
    public static void check(Settings.Token token, Secrets secrets, Problems problems) {
        int least = algorithm(token).secretBytes();
        if (secrets.secretKey().reveal().length < least) {
            problems.add(
                    "SECRET_KEY",
                    "must be at least " + least + " bytes long for token.algorithm=" + token.algorithm()
                            + "; make one with: openssl rand -base64 48");
        }
    }

    /** The keys that are secrets themselves; empty where the algorithm signs with pairs. */
    public static Optional<SigningKeys> secrets(Settings.Token token, Secrets secrets) {
        return algorithm(token).isSymmetric()
                ? Optional.of(SigningKeys.ofSecrets(
                        algorithm(token),
                        secrets.secretKey().reveal(),
                        secrets.previousSecretKey().map(Secret::reveal)))
                : Optional.empty();
    }

    private static KeySeal seal(Secrets secrets) {
        return new KeySeal(
                new KeyDerivation(secrets.secretKey().reveal()),
                secrets.previousSecretKey().map(Secret::reveal).map(KeyDerivation::new));
    }

    /**
     * Adapts the stored keys to the settings, and uses them from now on.
     *
     * @return the key that no longer signs, because a secret does; empty for none
     */
    public Optional<StoredKey> settle() throws SettingsRefused {
        try {
            Optional<StoredKey> phasedOut = life.settle();
            ring.poll();
            return phasedOut;
        } catch (KeyRefused sealed) {
            Problems problems = new Problems();
            problems.add(
                    "SECRET_KEY",
                    "does not open all signing keys in the store: some were sealed under another. Set"
                            + " SECRET_KEY_PREVIOUS to that one; or, if it is lost, give up what this one does not"
                            + " open, and the access tokens with it: keys retire --sealed");
            throw problems.refusal();
        }
    }
}
