package dev.postern.cli;

import dev.postern.users.User;
import dev.postern.users.Users;

/** The users of a store, and what goes with them. */
public interface UserAccounts {
    Users users();

    /** Ends all sessions of a user; a running server knows within a second. */
    void endSessions(String userId);

    /**
     * The user of a name.
     *
     * @throws NotFound if there is none
     */
    static User require(UserAccounts accounts, String name) throws NotFound {
        return accounts.users().findByName(name).orElseThrow(() -> new NotFound("there is no user " + name));
    }
}
