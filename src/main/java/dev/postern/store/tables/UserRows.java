package dev.postern.store.tables;

import dev.postern.store.engine.Dialect;
import dev.postern.users.User;
import dev.postern.users.UserStore.Imported;
import dev.postern.users.UserStore.StoredUser;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.Update;

/** Rows of the table {@code users}; roles as one text, by spaces. */
final class UserRows {
    private static final String COLUMNS =
            "id, username, username_key, password_hash, roles, disabled, created_at, last_login_at, tokens_from, credentials, "
                    + "imported_hash, imported_roles, imported_disabled";
    static final String SELECT = "SELECT " + COLUMNS + " FROM users ";
    static final String INSERT = "INSERT INTO users (" + COLUMNS + ") "
            + "SELECT :id, :username, :key, :hash, :roles, :disabled, :createdAt, CAST(:lastLoginAt AS BIGINT), :tokensFrom, :credentials, "
            + "CAST(:importedHash AS TEXT), CAST(:importedRoles AS TEXT), CAST(:importedDisabled AS INTEGER) ";

    private UserRows() {}

    /** The user as it stays until the transaction ends; others who ask wait. */
    static Optional<User> lock(Dialect dialect, Handle handle, String id) {
        return handle.createQuery(SELECT + "WHERE id = :id" + dialect.rowLock())
                .bind("id", id)
                .map(UserRows::stored)
                .findOne()
                .map(StoredUser::user);
    }

    static Update bind(Update insert, StoredUser stored) {
        User user = stored.user();
        return bind(insert, stored.imported())
                .bind("id", user.id())
                .bind("username", user.username())
                .bind("key", stored.usernameKey())
                .bind("hash", stored.passwordHash())
                .bind("roles", String.join(" ", user.roles()))
                .bind("disabled", user.disabled() ? 1 : 0)
                .bind("createdAt", user.createdAt().toEpochMilli())
                .bind(
                        "lastLoginAt",
                        user.lastLoginAt().map(Instant::toEpochMilli).orElse(null))
                .bind("tokensFrom", user.tokensFrom().toEpochMilli())
                .bind("credentials", user.credentials());
    }

    static Update bind(Update update, Imported imported) {
        return update.bind("importedHash", imported.passwordHash().orElse(null))
                .bind(
                        "importedRoles",
                        imported.roles().map(roles -> String.join(" ", roles)).orElse(null))
                .bind(
                        "importedDisabled",
                        imported.disabled().map(disabled -> disabled ? 1 : 0).orElse(null));
    }

    static StoredUser stored(ResultSet row, StatementContext context) throws SQLException {
        User user = new User(
                row.getString("id"),
                row.getString("username"),
                Columns.words(row.getString("roles")),
                row.getInt("disabled") != 0,
                Instant.ofEpochMilli(row.getLong("created_at")),
                Columns.instant(row, "last_login_at"),
                Instant.ofEpochMilli(row.getLong("tokens_from")),
                row.getLong("credentials"));
        return new StoredUser(user, row.getString("username_key"), row.getString("password_hash"), imported(row));
    }

    private static Imported imported(ResultSet row) throws SQLException {
        int disabled = row.getInt("imported_disabled");
        Optional<Boolean> said = row.wasNull() ? Optional.empty() : Optional.of(disabled != 0);
        return new Imported(
                Optional.ofNullable(row.getString("imported_hash")),
                Optional.ofNullable(row.getString("imported_roles")).map(Columns::words),
                said);
    }
}
