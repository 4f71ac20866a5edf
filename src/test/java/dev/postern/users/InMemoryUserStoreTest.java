package dev.postern.users;

class InMemoryUserStoreTest extends UserStoreContract {

    @Override
    protected UserStore emptyStore() {
        return new InMemoryUserStore();
    }
}
