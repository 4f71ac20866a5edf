package dev.postern.cli;

import dev.postern.ops.Audit;
import dev.postern.ops.AuditEvent;
import dev.postern.sessions.Session;
import dev.postern.users.Clients;
import dev.postern.users.PersonalTokens;
import dev.postern.users.SetupLinks;
import dev.postern.users.User;
import dev.postern.users.UserImport;
import dev.postern.users.Users;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The users of a store, with their sessions and tokens. A running server knows of every change within a second. */
public interface AdminStore {
    Users users();

    SetupLinks setupLinks();

    PersonalTokens personalTokens();

    Clients clients();

    UserImport imports();

    Audit audit();

    /** Records what a command has done to a user. */
    default void audit(AuditEvent.Kind kind, String username, String detail) {
        audit().record(audit().event(kind).user(username).by("command line").detail(detail));
    }

    /** The name of the user with an ID. */
    default String username(String userId, String otherwise) {
        return users().find(userId).map(User::username).orElse(otherwise);
    }

    /** The whole URL of a setup link. */
    String setupUrl(String secret);

    /** The sessions of a user, the last used first; or of all users, in no particular order. */
    Stream<Session> sessions(Optional<String> userId);

    Optional<Session> session(String id);

    /** Ends a session; false if there is none with this ID. */
    boolean endSession(String id);

    /** Ends all sessions of a user, and returns their number. */
    int endSessions(String userId);

    /**
     * The user of a name.
     *
     * @throws NotFound if there is none
     */
    static User require(AdminStore accounts, String name) throws NotFound {
        return accounts.users().findByName(name).orElseThrow(() -> new NotFound("there is no user " + name));
    }

    /**
     * The ID of the user that an option names; empty if the option was not given.
     *
     * @throws NotFound if there is no such user
     */
    static Optional<String> optionalId(AdminStore accounts, @Nullable String name) throws NotFound {
        return name == null
                ? Optional.empty()
                : Optional.of(require(accounts, name).id());
    }
}
