package dev.postern.keys;

import dev.postern.tokens.KeysNotLoaded;
import dev.postern.tokens.SigningKeys;
import dev.postern.tokens.TokenKey;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys in force on this instance: those of the secrets, or of the store, as it was last heard. Safe for use by many
 * threads, of which one polls.
 */
public final class KeyRing implements Supplier<SigningKeys> {
    private final SigningKeyStore store;
    private final KeyMaker maker;
    private final Optional<SigningKeys> secrets;
    private List<StoredKey> seen = List.of();
    private volatile @Nullable SigningKeys inForce;

    /** @param secrets what signs in place of pairs; empty where pairs do */
    public KeyRing(SigningKeyStore store, KeySeal seal, Optional<SigningKeys> secrets) {
        this.store = store;
        this.maker = new KeyMaker(seal);
        this.secrets = secrets;
    }

    /** @throws KeysNotLoaded before the first good poll */
    @Override
    public SigningKeys get() {
        SigningKeys keys = inForce;
        if (keys == null) {
            throw new KeysNotLoaded();
        }
        return keys;
    }

    /**
     * Puts in force what the store has. What the store throws passes through, and the keys stay as they were.
     *
     * @return false if the store's keys cannot be used, so that the last good ones stay
     */
    public boolean poll() {
        try {
            List<StoredKey> stored = store.list();
            if (inForce == null || !stored.equals(seen)) {
                inForce = read(stored);
                seen = stored;
            }
            return true;
        } catch (IllegalArgumentException | IllegalStateException unusable) {
            return false;
        }
    }

    private SigningKeys read(List<StoredKey> stored) {
        if (secrets.isPresent()) {
            return secrets.get().accepting(verifying(stored));
        }
        StoredKey active = new StoredKeys(stored)
                .active()
                .orElseThrow(() -> new IllegalStateException("there is no key that signs"));
        TokenKey signing =
                maker.signing(active).orElseThrow(() -> new IllegalStateException("sealed under another secret"));
        return SigningKeys.of(
                signing,
                verifying(stored.stream()
                        .filter(key -> key.state() != StoredKey.State.ACTIVE)
                        .toList()));
    }

    private static List<TokenKey> verifying(List<StoredKey> stored) {
        return stored.stream().map(KeyMaker::verifying).toList();
    }
}
