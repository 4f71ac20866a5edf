package dev.postern.keys;

import dev.postern.tokens.KeysNotLoaded;
import dev.postern.tokens.SigningKeys;
import dev.postern.tokens.TokenKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The keys that this instance uses: from the secrets, or from the store as last read. Thread-safe; one thread polls.
 */
public final class KeyRing implements Supplier<SigningKeys> {
    private final SigningKeyStore store;
    private final KeyMaker maker;
    private final Optional<SigningKeys> secrets;
    private final InstantSource clock;
    private List<StoredKey> seen = List.of();
    private volatile @Nullable SigningKeys inForce;
    private volatile Optional<StoredKey> signing = Optional.empty();

    /** @param secrets the secrets that sign instead of key pairs; empty if key pairs sign */
    public KeyRing(SigningKeyStore store, KeySeal seal, Optional<SigningKeys> secrets, InstantSource clock) {
        this.store = store;
        this.maker = new KeyMaker(seal);
        this.secrets = secrets;
        this.clock = clock;
    }

    /** @throws KeysNotLoaded before the first successful poll */
    @Override
    public SigningKeys get() {
        SigningKeys keys = inForce;
        if (keys == null) {
            throw new KeysNotLoaded();
        }
        return keys;
    }

    /** Whether key pairs sign, rather than a secret. */
    public boolean isByKeyPairs() {
        return secrets.isEmpty();
    }

    /** Since when the present key pair signs; empty if a secret signs. */
    public Optional<Instant> signingSince() {
        return secrets.isPresent() ? Optional.empty() : signing.flatMap(StoredKey::activatedAt);
    }

    /**
     * Uses the keys of the store from now on. If the store throws, or has a row that cannot be understood, the keys
     * stay as they are. If its keys cannot be used, the keys stay as well, except those that were removed from the
     * store or have expired.
     *
     * @return why the keys of the store cannot be used; empty if they are used
     */
    public Optional<String> poll() {
        List<StoredKey> stored;
        try {
            stored = store.list();
        } catch (IllegalStateException notUnderstood) {
            return Optional.of(String.valueOf(notUnderstood.getMessage()));
        }
        if (inForce != null && stored.equals(seen)) {
            return Optional.empty();
        }
        Optional<String> foreign = foreign(stored);
        try {
            List<StoredKey> ours = stored.stream().filter(maker::vouchesFor).toList();
            inForce = read(ours);
            signing = new StoredKeys(ours).active();
            boolean lasting =
                    secrets.isPresent() || new StoredKeys(ours).active().isPresent();
            seen = lasting && foreign.isEmpty() ? stored : List.of();
            return foreign;
        } catch (IllegalArgumentException | IllegalStateException unusable) {
            dropAllBut(stored);
            return foreign.or(() -> Optional.of(String.valueOf(unusable.getMessage())));
        }
    }

    private Optional<String> foreign(List<StoredKey> stored) {
        return stored.stream()
                .filter(key -> !maker.vouchesFor(key))
                .min(Comparator.comparing(key -> key.state() != StoredKey.State.ACTIVE))
                .map(key -> "the key " + key.id() + " was not written under this SECRET_KEY, and is not used");
    }

    private void dropAllBut(List<StoredKey> stored) {
        SigningKeys keys = inForce;
        if (keys != null && secrets.isEmpty()) {
            inForce = keys.retaining(stored.stream()
                    .filter(key -> !key.isOver(clock.instant()))
                    .map(StoredKey::id)
                    .collect(Collectors.toSet()));
        }
    }

    private SigningKeys read(List<StoredKey> stored) {
        if (secrets.isPresent()) {
            return secrets.get()
                    .accepting(verifying(stored.stream()
                            .filter(key -> key.state() == StoredKey.State.RETIRED)
                            .toList()));
        }
        TokenKey signing = new StoredKeys(stored)
                .active()
                .map(active -> maker.signing(active)
                        .orElseThrow(() -> new IllegalStateException(
                                "the key " + active.id() + " is sealed under another SECRET_KEY")))
                .or(() -> retiredMeanwhile(stored))
                .orElseThrow(() -> new IllegalStateException("there is no key that signs"));
        return SigningKeys.of(
                signing,
                verifying(stored.stream()
                        .filter(key -> key.state() != StoredKey.State.ACTIVE)
                        .toList()));
    }

    /** While instances are restarted one by one to sign with a secret, the others continue with their key pair. */
    private Optional<TokenKey> retiredMeanwhile(List<StoredKey> stored) {
        return Optional.ofNullable(inForce)
                .flatMap(SigningKeys::tryCurrent)
                .filter(known ->
                        stored.stream().anyMatch(key -> key.id().equals(known.id()) && !key.isOver(clock.instant())));
    }

    private static List<TokenKey> verifying(List<StoredKey> stored) {
        return stored.stream().map(KeyMaker::verifying).toList();
    }
}
