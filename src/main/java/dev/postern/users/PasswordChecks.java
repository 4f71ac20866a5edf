package dev.postern.users;

import dev.postern.users.UserStore.StoredUser;
import java.util.Optional;

/** Checks passwords of stored accounts. Each check is one hash of the configured cost, also without an account. */
final class PasswordChecks {
    private final UserStore store;
    private final Passwords passwords;

    PasswordChecks(UserStore store, Passwords passwords) {
        this.store = store;
        this.passwords = passwords;
    }

    /** The account if the password is right; its hash is then replaced if the cost was low. */
    Optional<StoredUser> proven(Optional<StoredUser> account, String password) {
        if (!isRight(account, password)) {
            return Optional.empty();
        }
        account.ifPresent(found -> raise(found, password));
        return account;
    }

    boolean isRight(Optional<StoredUser> account, String password) {
        boolean foreign = account.filter(StoredUser::hasForeignHash).isPresent();
        return passwords.verify(password, account.flatMap(PasswordChecks::usableHash), foreign);
    }

    /** Does nothing if another login was faster. */
    private void raise(StoredUser account, String password) {
        String old = account.passwordHash();
        if (passwords.needsRehash(old) && passwords.canHash(password)) {
            store.replacePasswordHash(account.user().id(), old, passwords.hash(password));
        }
    }

    /** A disabled account is treated like one without a password: no hash to compare, and the same work. */
    static Optional<String> usableHash(StoredUser account) {
        return account.user().disabled() ? Optional.empty() : Optional.of(account.passwordHash());
    }
}
