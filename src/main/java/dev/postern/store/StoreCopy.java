package dev.postern.store;

import dev.postern.ops.StoreUnavailable;
import dev.postern.store.engine.Engine;
import dev.postern.store.engine.SqlErrors;
import dev.postern.store.engine.StoreLocation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/** Copies a store to another one of any kind, completely or not at all. */
public final class StoreCopy {
    private static final int BATCH = 500;

    /** @param numbered the column whose values the database draws; empty if there is none */
    private record Table(String name, Optional<String> numbered, List<String> columns) {
        static Table of(String name, String... columns) {
            return new Table(name, Optional.empty(), List.of(columns));
        }

        Table numberedBy(String column) {
            List<String> all =
                    Stream.concat(Stream.of(column), columns.stream()).toList();
            return new Table(name, Optional.of(column), all);
        }

        String list() {
            return String.join(", ", columns);
        }
    }

    /** All that stands in a store, each after what it refers to. */
    private static final List<Table> TABLES = List.of(
            Table.of(
                    "users",
                    "id",
                    "username",
                    "username_key",
                    "password_hash",
                    "roles",
                    "disabled",
                    "created_at",
                    "last_login_at",
                    "tokens_from",
                    "credentials",
                    "imported_hash",
                    "imported_roles",
                    "imported_disabled"),
            Table.of(
                    "sessions",
                    "id",
                    "user_id",
                    "seed",
                    "generation",
                    "created_at",
                    "rotated_at",
                    "expires_at",
                    "ends_at",
                    "ip",
                    "user_agent",
                    "kind"),
            Table.of("revocations", "kind", "id", "before", "told_at").numberedBy("seq"),
            Table.of("used_codes", "id", "expires_at"),
            Table.of("setup_links", "user_id", "token_hash", "expires_at"),
            Table.of(
                    "api_tokens",
                    "id",
                    "user_id",
                    "name",
                    "token_hash",
                    "path_groups",
                    "created_at",
                    "expires_at",
                    "last_used_at"),
            Table.of("clients", "id", "secret_hash", "roles", "created_at", "last_used_at"),
            Table.of(
                    "signing_keys",
                    "id",
                    "algorithm",
                    "public_key",
                    "sealed",
                    "created_at",
                    "usable_from",
                    "longest_token",
                    "activated_at",
                    "retired_at",
                    "accepted_until",
                    "seal"),
            Table.of("login_attempts", "account", "allowance", "at").numberedBy("id"),
            Table.of("known_places", "account", "place", "at"),
            Table.of("audit_events", "at", "event", "result", "user_name", "by_name", "ip", "session_id", "detail")
                    .numberedBy("seq"));

    private final Engine fromEngine;
    private final Engine toEngine;

    private StoreCopy(Engine from, Engine to) {
        this.fromEngine = from;
        this.toEngine = to;
    }

    /**
     * Copies all that stands in a store as it is at one moment. Both are brought to this program's schema first.
     *
     * @param to a store that holds nothing
     * @return how many rows of each table
     * @throws NotCopied if there is nothing to copy from, or something where to copy to
     * @throws StoreUnavailable if one of them fails; nothing has been copied then
     */
    public static Map<String, Integer> copy(StoreLocation from, StoreLocation to) throws NotCopied {
        if (from.file().isPresent() && !from.file().get().toFile().exists()) {
            throw new NotCopied("there is no file " + from.file().get());
        }
        migrate(from);
        migrate(to);
        StoreCopy copy = new StoreCopy(Database.engineOf(from), Database.engineOf(to));
        try (Connection reading = copy.fromEngine.connect(from);
                Connection writing = copy.toEngine.connect(to)) {
            return Jdbi.create(reading)
                    .inTransaction(
                            TransactionIsolationLevel.SERIALIZABLE,
                            source -> Jdbi.create(writing).inTransaction(target -> copy.all(source, target)));
        } catch (SQLException | JdbiException failed) {
            throw new StoreUnavailable("the copy failed: " + SqlErrors.reason(failed), failed);
        }
    }

    private static void migrate(StoreLocation location) {
        try (Database database = Database.open(location)) {
            database.awaitOpen();
        }
    }

    private Map<String, Integer> all(Handle source, Handle target) throws NotCopied {
        toEngine.dialect().lock(target, "first user");
        for (Table table : TABLES) {
            if (count(target, table) > 0) {
                throw new NotCopied("the store to copy to holds " + table.name() + " already; it must be empty");
            }
        }
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Table table : TABLES) {
            counts.put(table.name(), one(source, target, table));
        }
        return Collections.unmodifiableMap(counts);
    }

    private static int count(Handle handle, Table table) {
        return handle.createQuery("SELECT COUNT(*) FROM " + table.name())
                .mapTo(Integer.class)
                .one();
    }

    private int one(Handle source, Handle target, Table table) {
        int[] copied = new int[1];
        try (PreparedBatch batch = insertion(target, table);
                Stream<Map<String, Object>> rows = source
                        .createQuery("SELECT " + table.list() + " FROM " + table.name())
                        .setFetchSize(BATCH)
                        .mapToMap()
                        .stream()) {
            rows.forEach(row -> {
                batch.add(table.columns().stream().map(row::get).toArray());
                if (++copied[0] % BATCH == 0) {
                    batch.execute();
                }
            });
            batch.execute();
        }
        if (table.name().equals("users")) {
            addToSearch(target);
        }
        table.numbered().ifPresent(column -> toEngine.dialect().continueNumbers(target, table.name(), column));
        return copied[0];
    }

    private void addToSearch(Handle target) {
        List<String> keys = target.createQuery("SELECT username_key FROM users")
                .mapTo(String.class)
                .list();
        keys.forEach(key -> toEngine.dialect().userSearch().add(target, key));
    }

    private static PreparedBatch insertion(Handle target, Table table) {
        String marks = String.join(", ", Collections.nCopies(table.columns().size(), "?"));
        return target.prepareBatch("INSERT INTO %s (%s) VALUES (%s)".formatted(table.name(), table.list(), marks));
    }
}
