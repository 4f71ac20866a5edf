package dev.postern.sessions;

class InMemorySessionStoreTest extends SessionStoreContract {
    @Override
    protected SessionStore emptyStore() {
        return new InMemorySessionStore();
    }
}
