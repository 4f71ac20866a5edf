package dev.postern.gate;

import dev.postern.sessions.BrowserSession;
import dev.postern.tokens.AccessToken;
import dev.postern.users.PersonalToken;
import dev.postern.users.PersonalTokenStore;
import dev.postern.users.User;
import java.time.Instant;
import java.util.Set;

/** Who sent a request, after the gate has verified the credential. */
public sealed interface Caller {

    /** The ID of the user or client that the request acts for. */
    String id();

    String username();

    /** The roles for this request. */
    Set<String> roles();

    /**
     * A person, by the access token or the cookie of a session.
     *
     * @param id the user's ID
     * @param sessionId the ID of the session
     * @param rolesAsOf when the user had these roles; a later change is not in them
     */
    record Person(String id, String username, Set<String> roles, String sessionId, Instant rolesAsOf)
            implements Caller {
        static Person of(AccessToken token) {
            return new Person(token.subject(), token.username(), token.roles(), token.sessionId(), token.issuedAt());
        }

        static Person of(BrowserSession session) {
            User user = session.user();
            return new Person(user.id(), user.username(), user.roles(), session.id(), user.tokensFrom());
        }
    }

    /** A service that acts for itself, by the access token that it was issued. */
    record Client(AccessToken token) implements Caller {
        @Override
        public String id() {
            return token.subject();
        }

        /** The client's id: it has no other name. */
        @Override
        public String username() {
            return token.subject();
        }

        @Override
        public Set<String> roles() {
            return token.roles();
        }
    }

    /**
     * A request with a personal token, usually of a script.
     *
     * @param owner with the present roles
     */
    record ByPersonalToken(PersonalToken token, User owner) implements Caller {
        static ByPersonalToken of(PersonalTokenStore.Held held) {
            return new ByPersonalToken(held.token(), held.owner());
        }

        @Override
        public String id() {
            return owner.id();
        }

        @Override
        public String username() {
            return owner.username();
        }

        @Override
        public Set<String> roles() {
            return owner.roles();
        }
    }
}
