package dev.postern.keys;

import java.util.List;

/**
 * Where pairs of keys are kept: a handful, read and replaced as a whole. Every call is one transaction; instants are kept
 * to the millisecond.
 *
 * <p>A store that does not answer throws an unchecked exception of its own, within 5 seconds.
 */
public interface SigningKeyStore {

    /**
     * All keys, in the order of their ids.
     *
     * @throws IllegalStateException if one cannot be understood, such as a newer version's
     */
    List<StoredKey> list();

    /**
     * Puts other keys in the place of those expected, and wakes those who follow the store.
     *
     * @param expected as {@link #list()} gave them
     * @return false, and nothing changed, if there are others than expected by now
     */
    boolean replace(List<StoredKey> expected, List<StoredKey> keys);
}
