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
 * How keys come and go, so that nobody notices.
 *
 * <p>The intervals follow from the life of access tokens. A key is published for one such life before it signs: no
 * service may keep a copy of the key set for longer. It is accepted for the longest such life after it has ceased to
 * sign, plus the clock skew, and what instances need to hear of it: then its last token has expired. Of the first pair
 * of keys the second may sign at once, since no service can have heard of one of them alone.
 *
 * <p>Each change is worked out from all keys as they are, and made only if they still are. Safe for use by many threads
 * and many instances on one store, whose exceptions pass through.
 */
public final class KeyLife {
    /** How long a key that nobody accepts any more is still listed. */
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
     * Keys for one algorithm; those of others are led out.
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
        /** The key that signs now, where it is another than before. */
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

    /** With seals for those that a step has made or changed. */
    private StoredKeys sealed(StoredKeys then, StoredKeys before) {
        return new StoredKeys(then.all().stream()
                .map(key -> before.all().contains(key) ? key : maker.vouched(key))
                .toList());
    }

    /**
     * Brings the keys into line with the settings, at a start: makes the first ones, lets the next one be of the
     * algorithm that is set now, and seals anew what is sealed under the previous secret. Keys that earlier versions
     * retired without a seal are taken away, since nothing tells them from forged ones. Where a secret signs now, the
     * pairs are led out; a server whose secret does not open them is refused that as well.
     *
     * @return the key that was led out; empty for none
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
     * Lets the next key sign, and makes another one next.
     *
     * @param force whether services that have not heard of the next key yet must bear it
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
     * The same where it is time to: once the key has signed for so long, is of another algorithm than is set now, or was led
     * out. Else it is noted how long tokens of the key live, should a command have rotated that did not know.
     *
     * @param every how long a key signs; empty for as long as nobody rotates
     */
    public Optional<Rotation> rotateIfDue(Optional<Duration> every) {
        if (algorithm.isSymmetric()) {
            return Optional.empty();
        }
        return change((present, now) -> succession.due(present, every, now)).rotation();
    }

    /**
     * Takes a key away at once. In the place of the one that signs comes the next, and in the place of that a new one.
     *
     * @param force whether to take away what is in use
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
     * Takes away, at once, the keys that {@code SECRET_KEY} does not open, and puts others in their place where pairs sign.
     *
     * @return how many they were
     */
    public int retireSealed() {
        Change made = change((present, now) -> {
            StoredKeys left = present.without(succession::isSealed);
            return left.equals(present) ? left : succession.refilled(left, now);
        });
        return (int) made.before().all().stream().filter(succession::isSealed).count();
    }

    /** A key that is made under another secret than the others would be of no use to the servers. */
    private void requireOpen(StoredKeys keys) throws KeyRefused {
        if (!succession.allOpen(keys)) {
            throw KeyRefused.sealed();
        }
    }

    /**
     * Makes a pair that somebody brings the next key; where there is no key yet, the one that signs.
     *
     * @param pem a private key in PKCS #8, with its public key in it or beside it
     */
    public StoredKey bring(String pem) throws KeyRefused {
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
            return succession.brought(present, pair, now);
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
