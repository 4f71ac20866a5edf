package dev.postern.users;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A store that forgets, for tests of the rooms above it. Thread-safe. */
public final class InMemoryUserStore implements UserStore {

    private static final Comparator<String> BY_CODE_POINTS =
            (a, b) -> Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());

    private final TreeMap<String, StoredUser> byKey = new TreeMap<>(BY_CODE_POINTS);

    @Override
    public synchronized boolean insert(StoredUser stored) {
        return byKey.putIfAbsent(stored.usernameKey(), toTheMillisecond(stored)) == null;
    }

    @Override
    public synchronized boolean insertFirst(StoredUser stored) {
        return byKey.isEmpty() && insert(stored);
    }

    @Override
    public synchronized Optional<StoredUser> findByUsernameKey(String usernameKey) {
        return Optional.ofNullable(byKey.get(usernameKey));
    }

    @Override
    public synchronized Optional<StoredUser> findById(String id) {
        return byKey.values().stream()
                .filter(stored -> stored.user().id().equals(id))
                .findFirst();
    }

    @Override
    public synchronized List<StoredUser> list(String query, String afterKey, int limit) {
        return byKey.tailMap(afterKey, false).values().stream()
                .filter(stored -> stored.usernameKey().contains(query))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized boolean replacePasswordHash(String id, String oldHash, String newHash) {
        if (findById(id).filter(stored -> stored.passwordHash().equals(oldHash)).isEmpty()) {
            return false;
        }
        change(id, stored -> new StoredUser(stored.user(), stored.usernameKey(), newHash, stored.imported()));
        return true;
    }

    @Override
    public synchronized RoleMembers enabledWith(Set<String> roles, int limit) {
        List<String> names = list("", "", Integer.MAX_VALUE).stream()
                .map(StoredUser::user)
                .filter(user -> !user.disabled() && !Collections.disjoint(user.roles(), roles))
                .map(User::username)
                .toList();
        return new RoleMembers(names.stream().limit(limit).toList(), Math.max(0, names.size() - limit));
    }

    @Override
    public synchronized OptionalInt changePassword(
            String id, String oldHash, String newHash, String spareSessionId, Instant at) {
        boolean changed = replacePasswordHash(id, oldHash, newHash)
                && change(id, new Change(Optional.empty(), Optional.empty(), Optional.of(newHash)), at) == Outcome.DONE;
        return changed ? OptionalInt.of(0) : OptionalInt.empty();
    }

    @Override
    public synchronized Outcome change(String id, Change change, Instant at) {
        Optional<StoredUser> found = findById(id);
        if (found.isEmpty()) {
            return Outcome.NOT_FOUND;
        }
        User old = found.get().user();
        Set<String> roles = change.roles().orElse(old.roles());
        boolean disabled = change.disabled().orElse(old.disabled());
        if (isLastAdmin(old) && (disabled || !roles.contains(User.ADMIN))) {
            return Outcome.LAST_ADMIN;
        }
        boolean newCredentials = change.passwordHash().isPresent() || (disabled && !old.disabled());
        Instant nextSecond = at.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        Instant moved = old.tokensFrom().isBefore(nextSecond)
                ? nextSecond
                : old.tokensFrom().plusSeconds(1);
        Instant tokensFrom = roles.equals(old.roles()) ? old.tokensFrom() : moved;
        User next = new User(
                id,
                old.username(),
                roles,
                disabled,
                old.createdAt(),
                old.lastLoginAt(),
                tokensFrom,
                old.credentials() + (newCredentials ? 1 : 0));
        String hash = change.passwordHash().orElse(found.get().passwordHash());
        byKey.put(
                found.get().usernameKey(),
                new StoredUser(
                        next, found.get().usernameKey(), hash, found.get().imported()));
        return Outcome.DONE;
    }

    @Override
    public synchronized void redate(String id, Instant latest, Instant at) {
        changeUser(
                id,
                user -> new User(
                        user.id(),
                        user.username(),
                        user.roles(),
                        user.disabled(),
                        user.createdAt(),
                        user.lastLoginAt(),
                        user.tokensFrom().isAfter(latest)
                                ? at.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1)
                                : user.tokensFrom(),
                        user.credentials()));
    }

    @Override
    public synchronized OptionalInt importAll(List<Import> imports, boolean rehearsal, Instant at) {
        TreeMap<String, StoredUser> before = new TreeMap<>(byKey);
        OptionalInt failed = OptionalInt.empty();
        for (int i = 0; i < imports.size() && failed.isEmpty(); i++) {
            Import each = imports.get(i);
            boolean done = each.change()
                    .map(change -> change(each.user().user().id(), change, at) == Outcome.DONE)
                    .orElseGet(() -> insert(each.user()));
            failed = done ? failed : OptionalInt.of(i);
            change(
                    each.user().user().id(),
                    old -> new StoredUser(old.user(), old.usernameKey(), old.passwordHash(), each.imported()));
        }
        if (rehearsal || failed.isPresent()) {
            byKey.clear();
            byKey.putAll(before);
        }
        return failed;
    }

    @Override
    public synchronized Outcome remove(String id, Instant at) {
        Optional<StoredUser> found = findById(id);
        if (found.isEmpty()) {
            return Outcome.NOT_FOUND;
        }
        if (isLastAdmin(found.get().user())) {
            return Outcome.LAST_ADMIN;
        }
        byKey.remove(found.get().usernameKey());
        return Outcome.DONE;
    }

    private boolean isLastAdmin(User user) {
        return user.isActiveAdmin()
                && byKey.values().stream()
                        .map(StoredUser::user)
                        .noneMatch(other -> other.isActiveAdmin() && !other.id().equals(user.id()));
    }

    /** Disables an account, as an administrator would. */
    public synchronized void disable(String id) {
        changeUser(
                id,
                user -> new User(user.id(), user.username(), user.roles(), true, user.createdAt(), user.lastLoginAt()));
    }

    private void changeUser(String id, UnaryOperator<User> change) {
        change(
                id,
                old -> new StoredUser(change.apply(old.user()), old.usernameKey(), old.passwordHash(), old.imported()));
    }

    private void change(String id, UnaryOperator<StoredUser> change) {
        findById(id).ifPresent(stored -> byKey.put(stored.usernameKey(), change.apply(stored)));
    }

    private static StoredUser toTheMillisecond(StoredUser stored) {
        User user = stored.user();
        User kept = new User(
                user.id(),
                user.username(),
                user.roles(),
                user.disabled(),
                user.createdAt().truncatedTo(ChronoUnit.MILLIS),
                user.lastLoginAt().map(at -> at.truncatedTo(ChronoUnit.MILLIS)));
        return new StoredUser(kept, stored.usernameKey(), stored.passwordHash(), stored.imported());
    }
}
