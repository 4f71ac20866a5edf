package dev.postern.keys;

import java.util.List;

/** Held to the same contract as the real ones. */
final class InMemorySigningKeyStore implements SigningKeyStore {
    private List<StoredKey> keys = List.of();

    @Override
    public synchronized List<StoredKey> list() {
        return keys;
    }

    @Override
    public synchronized boolean replace(List<StoredKey> expected, List<StoredKey> others) {
        if (!keys.equals(expected)) {
            return false;
        }
        keys = List.copyOf(others);
        return true;
    }
}
