package dev.postern.store;

import dev.postern.users.User;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Ends of sessions, and the news of them, as parts of larger transactions. */
final class Revoking {
    static final String SESSION = "sid";
    static final String SUBJECT = "sub";

    private Revoking() {}

    /** Ends a session; false, and nothing told, when it is not there. */
    static boolean end(Handle handle, String sessionId, Instant at) {
        boolean ended = handle.execute("DELETE FROM sessions WHERE id = ?", sessionId) == 1;
        if (ended) {
            tell(handle, SESSION, sessionId, Instant.EPOCH, at);
        }
        return ended;
    }

    /** Ends the user's sessions but for one, and gives their ids. */
    static List<String> endAll(Handle handle, String userId, String exceptId, Instant at) {
        List<String> ids = handle.createQuery("SELECT id FROM sessions WHERE user_id = :user AND id <> :except")
                .bind("user", userId)
                .bind("except", exceptId)
                .mapTo(String.class)
                .list();
        ids.forEach(id -> end(handle, id, at));
        return ids;
    }

    /**
     * Refuses the user's access tokens issued so far. Those to come are dated from the next second on, or from a second
     * past where the last such change has put them.
     */
    static void refuseTokens(Handle handle, User user, Instant at) {
        Instant next = at.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        Instant from =
                user.tokensFrom().isBefore(next) ? next : user.tokensFrom().plusSeconds(1);
        handle.execute("UPDATE users SET tokens_from = ? WHERE id = ?", from.toEpochMilli(), user.id());
        tell(handle, SUBJECT, user.id(), from, at);
    }

    /** Refuses the access tokens that a client, which is no more, was issued. */
    static void refuseTokens(Handle handle, String clientId, Instant at) {
        tell(handle, SUBJECT, clientId, at.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1), at);
    }

    private static void tell(Handle handle, String kind, String id, Instant before, Instant at) {
        handle.execute(
                "INSERT INTO revocations (kind, id, before, told_at) VALUES (?, ?, ?, ?)",
                kind,
                id,
                before.toEpochMilli(),
                at.toEpochMilli());
    }
}
