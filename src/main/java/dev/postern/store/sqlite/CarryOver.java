package dev.postern.store.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a restored store takes over from the one that it replaces: whatever ended since the backup stays ended. That is
 * sessions, refresh tokens, personal tokens and setup links that the newer store no longer has, its one-time codes, services
 * and signing keys, its revocations, and its audit.
 */
public final class CarryOver {
    private static final List<String> STATEMENTS = List.of(
            """
            INSERT INTO revocations (kind, id, before, told_at)
            SELECT kind, id, before, told_at FROM newer.revocations AS theirs
            WHERE NOT EXISTS (SELECT 1 FROM revocations AS ours
                WHERE ours.kind = theirs.kind AND ours.id = theirs.id AND ours.before = theirs.before)
            ORDER BY theirs.seq
            """,
            // Otherwise a refresh token that was used since could be used again.
            """
            UPDATE sessions SET (generation, rotated_at, expires_at) =
                (SELECT generation, rotated_at, expires_at FROM newer.sessions AS theirs WHERE theirs.id = sessions.id)
            """,
            "DELETE FROM api_tokens WHERE id NOT IN (SELECT id FROM newer.api_tokens)",
            "DELETE FROM setup_links WHERE token_hash NOT IN (SELECT token_hash FROM newer.setup_links)",
            "INSERT OR IGNORE INTO used_codes (id, expires_at) SELECT id, expires_at FROM newer.used_codes",
            // A service that was made anew has another secret, and a key that was given up must not sign again.
            "DELETE FROM clients",
            "INSERT INTO clients SELECT * FROM newer.clients",
            "DELETE FROM signing_keys",
            "INSERT INTO signing_keys SELECT * FROM newer.signing_keys",
            """
            INSERT INTO audit_events (at, event, result, user_name, by_name, ip, session_id, detail)
            SELECT at, event, result, user_name, by_name, ip, session_id, detail FROM newer.audit_events
            WHERE seq > (SELECT COALESCE(MAX(seq), 0) FROM audit_events) ORDER BY seq
            """);

    private CarryOver() {}

    /**
     * The result.
     *
     * @param sessions how many sessions of the backup had ended since
     * @param changedUsers the names of users who were removed or disabled since, or got another password or other roles: in
     *     the backup they are as before
     */
    public record Result(int sessions, List<String> changedUsers) {}

    /**
     * Changes a restored store, all at once.
     *
     * @param restored with the schema of this program
     * @param newer the same
     * @return empty if the newer store has none of the users: then it is not the store of the backup, such as one that a
     *     server has just made, and says nothing about it
     */
    public static Optional<Result> into(Path restored, Path newer, Instant now) throws SQLException {
        try (Connection connection = SqliteFile.open(restored, false)) {
            try (PreparedStatement attach = connection.prepareStatement("ATTACH DATABASE ? AS newer")) {
                attach.setString(1, newer.toAbsolutePath().toString());
                attach.execute();
            }
            connection.setAutoCommit(false);
            if (!hasCommonUsers(connection)) {
                return Optional.empty();
            }
            int sessions = endSessions(connection, now);
            for (String statement : STATEMENTS) {
                run(connection, statement);
            }
            List<String> changed = changedUsers(connection);
            connection.commit();
            return Optional.of(new Result(sessions, changed));
        }
    }

    private static boolean hasCommonUsers(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                        "SELECT 1 FROM users JOIN newer.users AS theirs ON theirs.id = users.id LIMIT 1");
                ResultSet rows = query.executeQuery()) {
            return rows.next();
        }
    }

    /** Those that have expired meanwhile are not counted, and cannot be used anyway. */
    private static int endSessions(Connection connection, Instant now) throws SQLException {
        int ended;
        try (PreparedStatement revoke = connection.prepareStatement("""
                INSERT INTO revocations (kind, id, before, told_at) SELECT 'sid', id, 0, ? FROM sessions
                WHERE expires_at > ? AND id NOT IN (SELECT id FROM newer.sessions)
                """)) {
            revoke.setLong(1, now.toEpochMilli());
            revoke.setLong(2, now.toEpochMilli());
            ended = revoke.executeUpdate();
        }
        run(connection, "DELETE FROM sessions WHERE id NOT IN (SELECT id FROM newer.sessions)");
        return ended;
    }

    private static int run(Connection connection, String statement) throws SQLException {
        try (PreparedStatement prepared = connection.prepareStatement(statement)) {
            return prepared.executeUpdate();
        }
    }

    private static List<String> changedUsers(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement("""
                SELECT ours.username FROM users AS ours LEFT JOIN newer.users AS theirs ON theirs.id = ours.id
                WHERE theirs.id IS NULL OR theirs.disabled > ours.disabled OR theirs.password_hash <> ours.password_hash
                    OR theirs.roles <> ours.roles
                ORDER BY ours.username_key
                """);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }
}
