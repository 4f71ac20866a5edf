package dev.postern.store.tables;

import dev.postern.store.Database;
import dev.postern.store.engine.Dialect;
import dev.postern.users.RoleMembers;
import dev.postern.users.User;
import dev.postern.users.UserStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Users in the table {@code users}; roles as one text, by spaces. */
public final class JdbiUserStore implements UserStore {

    private final Database database;
    private final Dialect dialect;
    private final RevocationRows revoking;

    public JdbiUserStore(Database database) {
        this.database = database;
        this.dialect = database.dialect();
        this.revoking = new RevocationRows(database);
    }

    @Override
    public boolean insert(StoredUser user) {
        return database.durably(handle -> insert(handle, user));
    }

    @Override
    public boolean insertFirst(StoredUser user) {
        return database.durably(handle -> {
            dialect.lock(handle, "first user");
            return insert(handle, user, "WHERE NOT EXISTS (SELECT 1 FROM users)");
        });
    }

    private boolean insert(Handle handle, StoredUser user) {
        // "WHERE true" keeps SQLite from taking ON for the beginning of a join.
        return insert(handle, user, "WHERE true ON CONFLICT (username_key) DO NOTHING");
    }

    private boolean insert(Handle handle, StoredUser user, String condition) {
        boolean inserted = UserRows.bind(handle.createUpdate(UserRows.INSERT + condition), user)
                        .execute()
                == 1;
        if (inserted) {
            dialect.userSearch().add(handle, user.usernameKey());
        }
        return inserted;
    }

    @Override
    public Optional<StoredUser> findByUsernameKey(String usernameKey) {
        return database.read(handle -> one(handle.createQuery(UserRows.SELECT + "WHERE username_key = :key")
                .bind("key", usernameKey)));
    }

    @Override
    public Optional<StoredUser> findById(String id) {
        return database.read(handle ->
                one(handle.createQuery(UserRows.SELECT + "WHERE id = :id").bind("id", id)));
    }

    @Override
    public List<StoredUser> list(String query, String afterKey, int limit) {
        return database.read(
                handle -> dialect.userSearch().page(handle, UserRows.SELECT, query, afterKey, limit, UserRows::stored));
    }

    @Override
    public RoleMembers enabledWith(Set<String> roles, int limit) {
        // Roles are one text, by spaces.
        String any = Stream.generate(() -> "' ' || roles || ' ' LIKE ? ESCAPE '!'")
                .limit(roles.size())
                .collect(Collectors.joining(" OR "));
        String where = " FROM users WHERE disabled = 0 AND (" + any + ")";
        Object[] patterns = roles.stream()
                .map(role -> "% " + role.replace("_", "!_") + " %")
                .toArray();
        return database.read(handle -> {
            List<String> names = handle.select(
                            "SELECT username" + where + " ORDER BY username_key LIMIT " + limit, patterns)
                    .mapTo(String.class)
                    .list();
            int all = handle.select("SELECT COUNT(*)" + where, patterns)
                    .mapTo(Integer.class)
                    .one();
            return new RoleMembers(names, all - names.size());
        });
    }

    @Override
    public boolean replacePasswordHash(String id, String oldHash, String newHash) {
        return database.durably(handle ->
                handle.createUpdate("UPDATE users SET password_hash = :new WHERE id = :id AND password_hash = :old")
                                .bind("new", newHash)
                                .bind("id", id)
                                .bind("old", oldHash)
                                .execute()
                        == 1);
    }

    @Override
    public OptionalInt changePassword(String id, String oldHash, String newHash, String spareSessionId, Instant at) {
        return database.durably(handle -> {
            boolean changed = handle.execute(
                            "UPDATE users SET password_hash = ?, credentials = credentials + 1 "
                                    + "WHERE id = ? AND password_hash = ?",
                            newHash,
                            id,
                            oldHash)
                    == 1;
            if (!changed) {
                return OptionalInt.empty();
            }
            handle.execute("DELETE FROM setup_links WHERE user_id = ?", id);
            return OptionalInt.of(
                    revoking.endAll(handle, id, spareSessionId, at).size());
        });
    }

    @Override
    public Outcome change(String id, Change change, Instant at) {
        return database.durably(handle -> change(handle, id, change, at));
    }

    @Override
    public void redate(String id, Instant latest, Instant at) {
        database.durably(handle -> {
            Optional<User> user = UserRows.lock(dialect, handle, id)
                    .filter(found -> found.tokensFrom().isAfter(latest));
            user.ifPresent(found -> revoking.redate(handle, found, latest, at));
            return user.isPresent();
        });
    }

    private Outcome change(Handle handle, String id, Change change, Instant at) {
        database.changes().noteUsers();
        Optional<User> found = UserRows.lock(dialect, handle, id);
        if (found.isEmpty()) {
            return Outcome.NOT_FOUND;
        }
        User old = found.get();
        Set<String> roles = change.roles().orElse(old.roles());
        boolean disabled = change.disabled().orElse(old.disabled());
        if ((disabled || !roles.contains(User.ADMIN)) && isLastAdmin(handle, old)) {
            return Outcome.LAST_ADMIN;
        }
        apply(handle, old, roles, disabled, change.passwordHash(), at);
        return Outcome.DONE;
    }

    /** Takes a transaction back from within. */
    private static final class TakenBack extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final int failed;

        TakenBack(int failed) {
            super("taken back", null, false, false);
            this.failed = failed;
        }
    }

    @Override
    public OptionalInt importAll(List<Import> imports, boolean rehearsal, Instant at) {
        try {
            return database.durably(handle -> {
                for (int i = 0; i < imports.size(); i++) {
                    if (!importOne(handle, imports.get(i), at)) {
                        throw new TakenBack(i);
                    }
                }
                if (rehearsal) {
                    throw new TakenBack(-1);
                }
                return OptionalInt.empty();
            });
        } catch (TakenBack back) {
            return back.failed < 0 ? OptionalInt.empty() : OptionalInt.of(back.failed);
        }
    }

    private boolean importOne(Handle handle, Import user, Instant at) {
        String id = user.user().user().id();
        boolean done = user.change()
                .map(change -> change(handle, id, change, at) == Outcome.DONE)
                .orElseGet(() -> insert(handle, user.user()));
        if (done) {
            UserRows.bind(
                            handle.createUpdate("UPDATE users SET imported_hash = :importedHash, "
                                    + "imported_roles = :importedRoles, imported_disabled = :importedDisabled "
                                    + "WHERE id = :id"),
                            user.imported())
                    .bind("id", id)
                    .execute();
        }
        return done;
    }

    private void apply(
            Handle handle, User old, Set<String> roles, boolean disabled, Optional<String> hash, Instant at) {
        boolean endsSessions = hash.isPresent() || (disabled && !old.disabled());
        handle.createUpdate("UPDATE users SET roles = :roles, disabled = :disabled, "
                        + "password_hash = COALESCE(:hash, password_hash), credentials = credentials + :step "
                        + "WHERE id = :id")
                .bind("roles", String.join(" ", roles))
                .bind("disabled", disabled ? 1 : 0)
                .bind("hash", hash.orElse(null))
                .bind("step", endsSessions ? 1 : 0)
                .bind("id", old.id())
                .execute();
        if (hash.isPresent()) {
            handle.execute("DELETE FROM setup_links WHERE user_id = ?", old.id());
        }
        if (endsSessions) {
            revoking.endAll(handle, old.id(), "", at);
        }
        if (!roles.equals(old.roles())) {
            revoking.refuseTokens(handle, old, at);
        }
    }

    @Override
    public Outcome remove(String id, Instant at) {
        return database.durably(handle -> {
            Optional<User> found = UserRows.lock(dialect, handle, id);
            if (found.isEmpty()) {
                return Outcome.NOT_FOUND;
            }
            if (isLastAdmin(handle, found.get())) {
                return Outcome.LAST_ADMIN;
            }
            database.changes().noteUsers();
            revoking.endAll(handle, id, "", at);
            dialect.userSearch().remove(handle, id);
            handle.execute("DELETE FROM users WHERE id = ?", id);
            return Outcome.DONE;
        });
    }

    /** Of several admins who go at once, each looks when the others have gone. */
    private boolean isLastAdmin(Handle handle, User user) {
        if (!user.isActiveAdmin()) {
            return false;
        }
        dialect.lock(handle, "admins");
        return handle.createQuery("SELECT 1 FROM users WHERE disabled = 0 AND id <> :id "
                        + "AND ' ' || roles || ' ' LIKE '% admin %' LIMIT 1")
                .bind("id", user.id())
                .mapTo(Integer.class)
                .findOne()
                .isEmpty();
    }

    private static Optional<StoredUser> one(Query query) {
        return query.map(UserRows::stored).findOne();
    }
}
