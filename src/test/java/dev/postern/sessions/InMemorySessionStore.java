package dev.postern.sessions;

import dev.postern.users.User;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** A session store that forgets with the process; it can be made to fail, as a store that is away does. */
public final class InMemorySessionStore implements SessionStore {
    private static final Comparator<StoredSession> LAST_USED_FIRST = Comparator.comparing(StoredSession::rotatedAt)
            .thenComparing(StoredSession::createdAt)
            .thenComparing(StoredSession::id)
            .reversed();

    private final Map<String, User> users = new HashMap<>(Map.of("ann", user("ann"), "bob", user("bob")));
    private final Set<String> usedCodes = new HashSet<>();

    private final Map<String, StoredSession> sessions = new LinkedHashMap<>();
    private final List<Revocation> ends = new ArrayList<>();
    private long seq;
    private boolean away;
    private Optional<Runnable> beforeFind = Optional.empty();
    private int history = 1;

    public synchronized void setAway(boolean isAway) {
        away = isAway;
    }

    /** Puts a row back to what it was, as a store does that lost a commit. */
    public synchronized void restore(StoredSession earlier) {
        sessions.put(earlier.id(), earlier);
    }

    /** Goes back to a line of history in which none of this was told yet. */
    public synchronized void loseRevocations() {
        ends.clear();
        seq = 0;
        history++;
    }

    /** Does something while the next caller waits for its row. */
    public synchronized void beforeNextFind(Runnable task) {
        beforeFind = Optional.of(task);
    }

    private static User user(String name) {
        return new User(name, name, Set.of(), false, Instant.EPOCH, Optional.empty());
    }

    private void answer() {
        if (away) {
            throw new IllegalStateException("the store is away");
        }
    }

    @Override
    public synchronized Optional<Opened> open(StoredSession session, long credentials, int maxPerUser) {
        answer();
        User user = users.get(session.userId());
        return user == null || user.credentials() != credentials
                ? Optional.empty()
                : Optional.of(new Opened(user, open(session, maxPerUser)));
    }

    private List<String> open(StoredSession session, int maxPerUser) {
        Instant now = session.createdAt();
        sessions.values().removeIf(other -> other.userId().equals(session.userId()) && other.isExpired(now));
        List<String> surplus = listByUser(session.userId(), now).stream()
                .skip(maxPerUser - 1L)
                .map(StoredSession::id)
                .toList();
        surplus.forEach(id -> end(id, now));
        sessions.put(session.id(), session);
        return surplus;
    }

    @Override
    public synchronized Optional<StoredSession> find(String id) {
        answer();
        Optional<Runnable> first = beforeFind;
        beforeFind = Optional.empty();
        first.ifPresent(Runnable::run);
        return Optional.ofNullable(sessions.get(id));
    }

    @Override
    public synchronized List<Owned> findOwned(Collection<String> ids) {
        answer();
        Optional<Runnable> first = beforeFind;
        beforeFind = Optional.empty();
        first.ifPresent(Runnable::run);
        return ids.stream()
                .map(sessions::get)
                .filter(Objects::nonNull)
                .map(session -> new Owned(session, Objects.requireNonNull(users.get(session.userId()))))
                .toList();
    }

    @Override
    public synchronized void recordUses(List<Use> uses) {
        answer();
        uses.forEach(use -> sessions.computeIfPresent(
                use.sessionId(),
                (id, old) -> use.at().isAfter(old.rotatedAt())
                        ? moved(old, old.generation(), use.at(), use.expiresAt())
                        : old));
    }

    @Override
    public synchronized boolean useCode(String id, Instant expiresAt) {
        answer();
        return usedCodes.add(id);
    }

    /** Changes the roles of a user, as an administrator does. */
    public synchronized void setRoles(String userId, Set<String> roles, Instant tokensFrom) {
        User old = Objects.requireNonNull(users.get(userId));
        users.put(
                userId,
                new User(userId, old.username(), roles, false, old.createdAt(), old.lastLoginAt(), tokensFrom, 0));
        ends.add(new Revocation.OfSubject(++seq, userId, tokensFrom, tokensFrom));
    }

    private static StoredSession moved(StoredSession old, long generation, Instant at, Instant expiresAt) {
        return new StoredSession(
                old.id(),
                old.userId(),
                old.seed(),
                generation,
                old.createdAt(),
                at,
                expiresAt,
                old.endsAt(),
                old.ip(),
                old.userAgent(),
                old.kind());
    }

    @Override
    public synchronized List<StoredSession> list(String afterId, Instant now, int limit) {
        answer();
        return sessions.values().stream()
                .filter(session -> session.id().compareTo(afterId) > 0 && !session.isExpired(now))
                .sorted(Comparator.comparing(StoredSession::id))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<StoredSession> listByUser(String userId, Instant now) {
        answer();
        return sessions.values().stream()
                .filter(session -> session.userId().equals(userId) && !session.isExpired(now))
                .sorted(LAST_USED_FIRST)
                .toList();
    }

    @Override
    public synchronized boolean rotate(String id, long from, long to, Instant at, Instant expiresAt) {
        answer();
        StoredSession old = sessions.get(id);
        if (old == null || old.generation() != from) {
            return false;
        }
        sessions.put(id, moved(old, to, at, expiresAt));
        return true;
    }

    @Override
    public synchronized boolean end(String id, Instant at) {
        answer();
        boolean ended = sessions.remove(id) != null;
        if (ended) {
            ends.add(new Revocation.OfSession(++seq, id, at));
        }
        return ended;
    }

    @Override
    public synchronized List<String> end(Collection<String> ids, Instant at) {
        return ids.stream().filter(id -> end(id, at)).toList();
    }

    @Override
    public synchronized List<String> endAll(String userId, String exceptId, Instant at) {
        answer();
        List<String> ids = sessions.values().stream()
                .filter(session ->
                        session.userId().equals(userId) && !session.id().equals(exceptId))
                .map(StoredSession::id)
                .toList();
        ids.forEach(id -> end(id, at));
        return ids;
    }

    @Override
    public synchronized boolean revokeToken(String tokenId, Instant expiresAt, Instant at) {
        answer();
        return ends.stream()
                        .noneMatch(end ->
                                end instanceof Revocation.OfToken && end.id().equals(tokenId))
                && ends.add(new Revocation.OfToken(++seq, tokenId, expiresAt, at));
    }

    /** The number of the history that it is on. */
    public synchronized int history() {
        answer();
        return history;
    }

    @Override
    public synchronized List<Revocation> revokedSince(long after, int limit) {
        answer();
        return ends.stream().filter(end -> end.seq() > after).limit(limit).toList();
    }

    @Override
    public synchronized void prune(Instant now, Instant toldBefore, Instant tokensExpiredBefore) {
        answer();
        sessions.values().removeIf(session -> session.expiresAt().isBefore(now));
        ends.removeIf(end -> end.seq() < seq
                && (end.at().isBefore(toldBefore)
                        || (end instanceof Revocation.OfToken token
                                && token.expiresAt().isBefore(tokensExpiredBefore))));
    }
}
