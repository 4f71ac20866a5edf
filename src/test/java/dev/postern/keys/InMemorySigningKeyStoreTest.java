package dev.postern.keys;

class InMemorySigningKeyStoreTest extends SigningKeyStoreContract {
    @Override
    protected SigningKeyStore emptyStore() {
        return new InMemorySigningKeyStore();
    }
}
