package dev.postern.store.tables;

import dev.postern.store.Database;
import dev.postern.users.ThrottleStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Attempts in the table {@code login_attempts}, a row each, and networks in {@code known_places}. */
public final class JdbiThrottleStore implements ThrottleStore {
    private final Database database;

    public JdbiThrottleStore(Database database) {
        this.database = database;
    }

    @Override
    public Taken take(List<Allowance> allowances, Instant now) {
        return database.quickly(handle -> handle.inTransaction(inside -> {
            // Always in the same order, so that two transactions do not wait for each other.
            allowances.stream()
                    .map(Allowance::key)
                    .sorted()
                    .forEach(key -> database.dialect().lock(inside, key));
            List<Long> ids = new ArrayList<>();
            for (Allowance allowance : allowances) {
                Optional<Long> id = take(inside, allowance, now);
                if (id.isEmpty()) {
                    giveBack(inside, ids);
                    return new Taken.UsedUp(freeAt(inside, allowance, now));
                }
                ids.add(id.get());
            }
            return new Taken.Granted(ids);
        }));
    }

    /** Counts and decides, one at a time. */
    private static Optional<Long> take(Handle handle, Allowance allowance, Instant now) {
        return handle.createQuery("INSERT INTO login_attempts (account, allowance, at) SELECT :account, :key, :now "
                        + "WHERE (SELECT COUNT(*) FROM login_attempts WHERE allowance = :key AND at > :from) < :limit "
                        + "RETURNING id")
                .bind("account", allowance.account())
                .bind("key", allowance.key())
                .bind("now", now.toEpochMilli())
                .bind("from", now.minus(allowance.window()).toEpochMilli())
                .bind("limit", allowance.limit())
                .mapTo(Long.class)
                .findOne();
    }

    /** When the attempt leaves the window that keeps the next one out. */
    private static Instant freeAt(Handle handle, Allowance allowance, Instant now) {
        return handle.createQuery("SELECT at FROM login_attempts WHERE allowance = :key AND at > :from "
                        + "ORDER BY at DESC LIMIT 1 OFFSET :limit")
                .bind("key", allowance.key())
                .bind("from", now.minus(allowance.window()).toEpochMilli())
                .bind("limit", allowance.limit() - 1)
                .mapTo(Long.class)
                .findOne()
                .map(at -> Instant.ofEpochMilli(at).plus(allowance.window()))
                .orElse(now);
    }

    @Override
    public void giveBack(List<Long> ids) {
        database.quickly(handle -> handle.inTransaction(inside -> giveBack(inside, ids)));
    }

    private static int giveBack(Handle handle, List<Long> ids) {
        ids.forEach(id -> handle.execute("DELETE FROM login_attempts WHERE id = ?", id));
        return ids.size();
    }

    @Override
    public void succeed(String allowanceKey, List<Long> ids, String account, String network, Instant now) {
        database.quickly(handle -> handle.inTransaction(inside -> {
            inside.execute("DELETE FROM login_attempts WHERE allowance = ?", allowanceKey);
            inside.execute(
                    "INSERT INTO known_places (account, place, at) VALUES (?, ?, ?) "
                            + "ON CONFLICT (account, place) DO UPDATE SET at = excluded.at WHERE known_places.at < excluded.at",
                    account,
                    network,
                    now.toEpochMilli());
            return giveBack(inside, ids);
        }));
    }

    @Override
    public boolean isKnown(String account, String network, Instant since) {
        return database.read(handle -> handle.createQuery(
                        "SELECT 1 FROM known_places WHERE account = :account AND place = :place AND at >= :since")
                .bind("account", account)
                .bind("place", network)
                .bind("since", since.toEpochMilli())
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
    }

    @Override
    public void forgive(String account) {
        database.quickly(handle -> handle.execute("DELETE FROM login_attempts WHERE account = ?", account));
    }

    @Override
    public void prune(Instant attemptsBefore, Instant placesBefore) {
        database.quickly(
                handle -> handle.execute("DELETE FROM login_attempts WHERE at < ?", attemptsBefore.toEpochMilli())
                        + handle.execute("DELETE FROM known_places WHERE at < ?", placesBefore.toEpochMilli()));
    }
}
