package dev.postern.keys;

import dev.postern.keys.StoredKey.State;
import dev.postern.tokens.TokenAlgorithm;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What comes of a set of keys, under the settings of one server: values from values. */
final class KeyRotation {
    /** What instances need to hear of a change, and more. */
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

    /** In line with the settings, at a start. */
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

    /** As time has it: another signs now, or is to, or what signs goes on. */
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

    /** With the next key, which must be there, in the place of the one that signs, and a new one next. */
    StoredKeys rotated(StoredKeys keys, Instant now) {
        StoredKeys signing =
                keys.with(activated(keys.next().orElseThrow(), now)).with(makeNext(now));
        return keys.active().map(old -> signing.with(retired(old, now))).orElse(signing);
    }

    /**
     * Where a server was started to sign with a secret, the pair that signed was led out under those that still sign with
     * pairs. They do so with the one that they know, until another has been published for as long as it must.
     */
    private StoredKeys succeeded(StoredKeys keys, Instant now) {
        boolean signs = keys.all().stream().anyMatch(key -> key.state() == State.RETIRED && !key.isOver(now));
        boolean known = keys.next().filter(next -> next.isUsable(now)).isPresent();
        if (known || !signs) {
            return refilled(keys, now);
        }
        return keys.next().isPresent() ? keys : keys.with(makeNext(now));
    }

    /** With whatever is missing of a key that signs and a next one, where pairs sign. */
    StoredKeys refilled(StoredKeys keys, Instant now) {
        if (algorithm.isSymmetric()) {
            return keys;
        }
        if (keys.active().isPresent()) {
            return keys.next().isPresent() ? keys : keys.with(makeNext(now));
        }
        return keys.next().isPresent() ? rotated(keys, now) : firstPair(keys, now);
    }

    /** With a pair from elsewhere as the next key; as the one that signs, where there is none. */
    StoredKeys brought(StoredKeys keys, KeyPair pair, Instant now) {
        StoredKeys left = keys.withoutNext();
        StoredKey key = maker.store(algorithm, pair, now, now.plus(accessLifetime));
        return keys.active().isPresent()
                ? left.with(key)
                : left.with(activated(key, now)).with(maker.make(algorithm, now, now));
    }

    /** Whether the secret at hand vouches for all keys, and opens all that are to sign. */
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
