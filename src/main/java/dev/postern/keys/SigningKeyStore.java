package dev.postern.keys;

import java.util.List;

/**
 * The store of key pairs: only a few, read and replaced together. Every call is one transaction; instants are kept to
 * the millisecond.
 *
 * <p>A store that does not answer throws {@code StoreUnavailable} within 5 seconds.
 */
public interface SigningKeyStore {

    /**
     * All keys, in the order of their ids.
     *
     * @throws IllegalStateException if one cannot be understood, such as a key of a newer version
     */
    List<StoredKey> list();

    /**
     * Replaces the expected keys, and notifies the followers of the store.
     *
     * @param expected as {@link #list()} gave them
     * @return false, and nothing changed, if the keys are not the expected ones any more
     */
    boolean replace(List<StoredKey> expected, List<StoredKey> keys);
}
