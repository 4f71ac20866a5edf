package dev.postern.keys;

import dev.postern.keys.StoredKey.State;
import dev.postern.tokens.AccessToken;
import dev.postern.tokens.TokenAlgorithm;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The life of signing keys.
 *
 * <p>The intervals follow from the lifetime of access tokens. A key is published for one lifetime before it signs: no
 * service may keep a copy of the key set longer. After it stops signing, it is accepted for the longest lifetime that
 * it signed for, plus the clock skew and the time that instances need to learn of it: then its last token has expired.
 * The second of the first two keys may sign at once, because no service can know only one of them.
 *
 * <p>Each change is computed from all keys, and made only if they did not change meanwhile. Safe for use by many
 * threads and many instances on one store, whose exceptions pass through.
 */
public final class KeyLife {
    /** How long a key is listed after it is no longer accepted. */
    private static final Duration LISTED = AccessToken.MAX_LIFETIME;

    /**
     * A change of the key that signs.
     *
     * @param retired the key that signed before, if any did
     */
    public record Rotation(StoredKey active, Optional<StoredKey> retired) {
        /** What happened, in a sentence without its end. */
        public String sentence() {
            String now = "the key " + active.id() + " signs";
            return retired.map(old -> now + "; " + old.id() + " no longer signs and is accepted until "
                            + old.acceptedUntil()
                                    .map(until -> until.truncatedTo(ChronoUnit.SECONDS)
                                            .toString())
                                    .orElse("further notice"))
                    .orElse(now);
        }
    }

    private final SigningKeyStore store;
    private final KeyMaker maker;
    private final KeyRotation succession;
    private final TokenAlgorithm algorithm;
    private final InstantSource clock;

    /**
     * Keys for one algorithm; keys of other algorithms are phased out.
     *
     * @param accessLifetime how long access tokens live
     * @param clockSkew how much longer they are accepted
     */
    public KeyLife(
            SigningKeyStore store,
            KeySeal seal,
            TokenAlgorithm algorithm,
            Duration accessLifetime,
            Duration clockSkew,
            InstantSource clock) {
        this.store = store;
        this.maker = new KeyMaker(seal);
        this.succession = new KeyRotation(maker, algorithm, accessLifetime, clockSkew);
        this.algorithm = algorithm;
        this.clock = clock;
    }

    private interface Step<E extends Exception> {
        StoredKeys from(StoredKeys present, Instant now) throws E;
    }

    private record Change(StoredKeys before, StoredKeys then) {
        /** The key that signs now, if it changed. */
        Optional<Rotation> rotation() {
            return then.active()
                    .filter(active -> !before.active().map(StoredKey::id).equals(Optional.of(active.id())))
                    .map(active -> new Rotation(active, before.active().flatMap(old -> then.find(old.id()))));
        }
    }

    private <E extends Exception> Change change(Step<E> step) throws E {
        while (true) {
            StoredKeys before = new StoredKeys(store.list());
            Instant now = now();
            StoredKeys then = sealed(step.from(before.without(key -> key.isOver(now.minus(LISTED))), now), before);
            if (then.equals(before) || store.replace(before.all(), then.all())) {
                return new Change(before, then);
            }
        }
    }

    /** With seals for keys that the step created or changed. */
    private StoredKeys sealed(StoredKeys then, StoredKeys before) {
        return new StoredKeys(then.all().stream()
                .map(key -> before.all().contains(key) ? key : maker.vouched(key))
                .toList());
    }

    /**
     * Adapts the keys to the settings at a start: creates the first ones, makes the next key one of the configured
     * algorithm, and seals keys of the previous secret again. Keys that earlier versions retired without a seal are
     * removed, because they cannot be distinguished from forged ones. If a secret signs now, the key pairs are phased out; a
     * server whose secret does not open them is refused.
     *
     * @return the key that was phased out; empty for none
     * @throws KeyRefused {@code SEALED}
     */
    public Optional<StoredKey> settle() throws KeyRefused {
        Change made = change((present, now) -> {
            StoredKeys renewed = new StoredKeys(present.all().stream()
                    .filter(key -> !key.seal().isEmpty() || key.state() != State.RETIRED)
                    .map(maker::renewed)
                    .toList());
            requireOpen(renewed);
            return succession.settled(renewed, now);
        });
        return made.before().active().filter(active -> made.then().active().isEmpty());
    }

    /**
     * Makes the next key sign, and creates another next key.
     *
     * @param force even if services do not know the next key yet
     */
    public Rotation rotate(boolean force) throws KeyRefused {
        Change made = change((present, now) -> {
            StoredKey next = requireNext(present);
            if (!force && !next.isUsable(now)) {
                throw KeyRefused.notKnownYet(next.usableFrom());
            }
            return succession.rotated(present, now);
        });
        return made.rotation().orElseThrow();
    }

    /**
     * Rotates if it is time: if the key has signed for so long, has another algorithm than configured, or was phased
     * out. Otherwise it stores how long tokens of the key are valid, because a command that rotated may not have known.
     *
     * @param every how long a key signs; empty if it is only rotated by command
     */
    public Optional<Rotation> rotateIfDue(Optional<Duration> every) {
        if (algorithm.isSymmetric()) {
            return Optional.empty();
        }
        return change((present, now) -> succession.due(present, every, now)).rotation();
    }

    /**
     * Removes a key at once. If it signed, the next key signs, and a new key becomes next.
     *
     * @param force whether to remove a key that is used
     */
    public void retire(String id, boolean force) throws KeyRefused {
        change((present, now) -> {
            StoredKey key = present.find(id).orElseThrow(KeyRefused::notFound);
            if (!force && key.state() == State.ACTIVE) {
                throw KeyRefused.active();
            }
            if (!force && key.state() == State.RETIRED && !key.isOver(now)) {
                throw KeyRefused.liveTokens(key.acceptedUntil().orElse(Instant.MAX));
            }
            if (key.state() != State.RETIRED && algorithm.isSymmetric()) {
                throw KeyRefused.otherSettings();
            }
            StoredKeys left = present.without(id);
            requireOpen(left);
            return key.state() == State.RETIRED ? left : succession.refilled(left, now);
        });
    }

    /**
     * Removes the keys that {@code SECRET_KEY} does not open at once, and creates others if key pairs sign.
     *
     * @return their number
     */
    public int retireSealed() {
        Change made = change((present, now) -> {
            StoredKeys left = present.without(succession::isSealed);
            return left.equals(present) ? left : succession.refilled(left, now);
        });
        return (int) made.before().all().stream().filter(succession::isSealed).count();
    }

    /** Servers could not use a key that is sealed under another secret than the others. */
    private void requireOpen(StoredKeys keys) throws KeyRefused {
        if (!succession.allOpen(keys)) {
            throw KeyRefused.sealed();
        }
    }

    /**
     * Imports a key pair as the next key; if there is no key yet, as the one that signs.
     *
     * @param pem a private key in PKCS #8, with its public key in it or beside it
     */
    public StoredKey importPair(String pem) throws KeyRefused {
        if (algorithm.isSymmetric()) {
            throw KeyRefused.noPairs();
        }
        KeyPair pair = PemKey.read(algorithm, pem);
        String id = KeyMaker.id(algorithm, pair);
        Change made = change((present, now) -> {
            if (present.find(id).isPresent()) {
                throw KeyRefused.unfit("this key is here already");
            }
            requireOpen(present);
            return succession.imported(present, pair, now);
        });
        return made.then().find(id).orElseThrow();
    }

    private StoredKey requireNext(StoredKeys keys) throws KeyRefused {
        if (algorithm.isSymmetric()) {
            throw KeyRefused.noPairs();
        }
        requireOpen(keys);
        return keys.next().orElseThrow(KeyRefused::noneYet);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
