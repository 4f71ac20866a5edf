package dev.postern.keys;

import dev.postern.crypto.Base64Url;
import dev.postern.tokens.TokenAlgorithm;
import dev.postern.tokens.TokenKey;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Converts key pairs to rows of the store, and back. */
final class KeyMaker {
    private final KeySeal seal;

    KeyMaker(KeySeal seal) {
        this.seal = seal;
    }

    /** A new next key. No ID begins with a hyphen: a command would read it as an option. */
    StoredKey make(TokenAlgorithm algorithm, Instant now, Instant usableFrom) {
        KeyPair pair = KeyPairs.generate(algorithm);
        return id(algorithm, pair).startsWith("-")
                ? make(algorithm, now, usableFrom)
                : store(algorithm, pair, now, usableFrom);
    }

    StoredKey store(TokenAlgorithm algorithm, KeyPair pair, Instant now, Instant usableFrom) {
        String id = id(algorithm, pair);
        return new StoredKey(
                id,
                algorithm,
                Base64Url.encode(pair.getPublic().getEncoded()),
                seal.seal(pair.getPrivate().getEncoded(), id),
                now,
                usableFrom,
                Duration.ZERO,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static String id(TokenAlgorithm algorithm, KeyPair pair) {
        return TokenKey.ofPair(algorithm, pair).id();
    }

    /**
     * A stored key under the present secret, if it can be opened. A row of an earlier version has no seal; it gets one
     * if its private key can be opened and fits the public key. Other rows cannot be distinguished from forged ones.
     */
    StoredKey renewed(StoredKey key) {
        boolean known = vouchesFor(key) || (key.seal().isEmpty() && isWhole(key));
        return known ? vouched(key.sealed().isEmpty() ? key : key.resealed(seal.renewed(key.sealed(), key.id()))) : key;
    }

    private boolean isWhole(StoredKey key) {
        if (key.sealed().isEmpty()) {
            return false;
        }
        try {
            Optional<byte[]> opened = seal.open(key.sealed(), key.id());
            return opened.isPresent()
                    && verifying(key).id().equals(key.id())
                    && KeyPairs.fit(
                            key.algorithm(), publicHalf(key), KeyPairs.readPrivate(key.algorithm(), opened.get()));
        } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
            return false;
        }
    }

    /** The key with a new seal. */
    StoredKey vouched(StoredKey key) {
        return key.withSeal(seal.mac(key.covered()));
    }

    /** Whether the row was written with the secret. */
    boolean vouchesFor(StoredKey key) {
        return seal.isMac(key.seal(), key.covered());
    }

    boolean opens(StoredKey key) {
        return vouchesFor(key)
                && (key.state() == StoredKey.State.RETIRED
                        || seal.open(key.sealed(), key.id()).isPresent());
    }

    /** The whole key; empty if the seal is not ours to open. */
    Optional<TokenKey> signing(StoredKey key) {
        return seal.open(key.sealed(), key.id()).map(pkcs8 -> {
            try {
                KeyPair pair = new KeyPair(publicHalf(key), KeyPairs.readPrivate(key.algorithm(), pkcs8));
                return TokenKey.ofPair(key.algorithm(), pair);
            } catch (GeneralSecurityException broken) {
                throw new IllegalStateException("the seal vouches for what it holds", broken);
            }
        });
    }

    /** The public key, as long as it is accepted. */
    static TokenKey verifying(StoredKey key) {
        try {
            return TokenKey.ofPublic(
                    key.algorithm(), publicHalf(key), key.acceptedUntil().orElse(Instant.MAX));
        } catch (GeneralSecurityException broken) {
            throw new IllegalArgumentException("the public key " + key.id() + " cannot be read", broken);
        }
    }

    private static PublicKey publicHalf(StoredKey key) throws GeneralSecurityException {
        byte[] encoded =
                Base64Url.decode(key.publicKey()).orElseThrow(() -> new GeneralSecurityException("not base64url"));
        return KeyPairs.readPublic(key.algorithm(), encoded);
    }
}
