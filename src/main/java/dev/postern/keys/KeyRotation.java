package dev.postern.keys;

import dev.postern.keys.StoredKey.State;
import dev.postern.tokens.TokenAlgorithm;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The transitions of a set of keys under the settings of one server: pure functions. */
final class KeyRotation {
    /** The time in which all instances learn of a change, with a margin. */
    private static final Duration HEARING = Duration.ofSeconds(10);

    private final KeyMaker maker;
    private final TokenAlgorithm algorithm;
    private final Duration accessLifetime;
    private final Duration clockSkew;

    KeyRotation(KeyMaker maker, TokenAlgorithm algorithm, Duration accessLifetime, Duration clockSkew) {
        this.maker = maker;
        this.algorithm = algorithm;
        this.accessLifetime = accessLifetime;
        this.clockSkew = clockSkew;
    }

    /** The keys after a start with the settings. */
    StoredKeys settled(StoredKeys keys, Instant now) {
        return algorithm.isSymmetric() ? withoutPairs(keys, now) : withPairs(keys, now);
    }

    private StoredKeys withPairs(StoredKeys keys, Instant now) {
        if (keys.active().isEmpty()) {
            return firstPair(keys, now);
        }
        StoredKeys signing = keys.with(keys.active().get().signingFor(accessLifetime));
        return keys.next().filter(key -> key.algorithm() == algorithm).isPresent()
                ? signing
                : signing.withoutNext().with(makeNext(now));
    }

    private StoredKeys withoutPairs(StoredKeys keys, Instant now) {
        StoredKeys left = keys.withoutNext();
        return left.active().map(active -> left.with(retired(active, now))).orElse(left);
    }

    private StoredKeys firstPair(StoredKeys keys, Instant now) {
        return keys.withoutNext()
                .with(activated(maker.make(algorithm, now, now), now))
                .with(maker.make(algorithm, now, now));
    }

    /** The keys after a look at the time: rotated if it is time, otherwise unchanged. */
    StoredKeys due(StoredKeys keys, Optional<Duration> every, Instant now) {
        if (!allOpen(keys)) {
            return keys;
        }
        if (keys.active().isEmpty()) {
            return succeeded(keys, now);
        }
        return isDue(keys, every, now)
                ? rotated(keys, now)
                : keys.with(keys.active().get().signingFor(accessLifetime));
    }

    private boolean isDue(StoredKeys keys, Optional<Duration> every, Instant now) {
        Optional<StoredKey> next =
                keys.next().filter(key -> key.algorithm() == algorithm).filter(key -> key.isUsable(now));
        return next.isPresent()
                && keys.active()
                        .filter(active -> active.algorithm() != algorithm || hasSigned(active, every, now))
                        .isPresent();
    }

    private static boolean hasSigned(StoredKey active, Optional<Duration> every, Instant now) {
        return every.flatMap(time -> active.activatedAt().filter(since -> !now.isBefore(since.plus(time))))
                .isPresent();
    }

    /** With the next key, which must exist, as the one that signs, and a new next key. */
    StoredKeys rotated(StoredKeys keys, Instant now) {
        StoredKeys signing =
                keys.with(activated(keys.next().orElseThrow(), now)).with(makeNext(now));
        return keys.active().map(old -> signing.with(retired(old, now))).orElse(signing);
    }

    /**
     * If another server was started to sign with a secret, it retired the key pair of the servers that still use pairs.
     * These continue with the key that they know, until another one was published long enough.
     */
    private StoredKeys succeeded(StoredKeys keys, Instant now) {
        boolean signs = keys.all().stream().anyMatch(key -> key.state() == State.RETIRED && !key.isOver(now));
        boolean known = keys.next().filter(next -> next.isUsable(now)).isPresent();
        if (known || !signs) {
            return refilled(keys, now);
        }
        return keys.next().isPresent() ? keys : keys.with(makeNext(now));
    }

    /** With the missing active or next key added, if key pairs sign. */
    StoredKeys refilled(StoredKeys keys, Instant now) {
        if (algorithm.isSymmetric()) {
            return keys;
        }
        if (keys.active().isPresent()) {
            return keys.next().isPresent() ? keys : keys.with(makeNext(now));
        }
        return keys.next().isPresent() ? rotated(keys, now) : firstPair(keys, now);
    }

    /** With an imported key pair as the next key; as the active key, if there is none. */
    StoredKeys imported(StoredKeys keys, KeyPair pair, Instant now) {
        StoredKeys left = keys.withoutNext();
        StoredKey key = maker.store(algorithm, pair, now, now.plus(accessLifetime));
        return keys.active().isPresent()
                ? left.with(key)
                : left.with(activated(key, now)).with(maker.make(algorithm, now, now));
    }

    /** Whether the secret authenticates all keys, and opens all that are to sign. */
    boolean allOpen(StoredKeys keys) {
        return keys.all().stream().noneMatch(this::isSealed);
    }

    boolean isSealed(StoredKey key) {
        return !maker.opens(key);
    }

    private StoredKey makeNext(Instant now) {
        return maker.make(algorithm, now, now.plus(accessLifetime));
    }

    private StoredKey activated(StoredKey key, Instant now) {
        return key.activated(now).signingFor(accessLifetime);
    }

    private StoredKey retired(StoredKey key, Instant now) {
        Duration life = key.signingFor(accessLifetime).longestToken();
        return key.retired(now, now.plus(life).plus(clockSkew).plus(HEARING));
    }
}
