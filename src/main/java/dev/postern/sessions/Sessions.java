package dev.postern.sessions;

import dev.postern.tokens.AccessToken;
import dev.postern.users.User;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Opens, refreshes and ends sessions.
 *
 * <p>A session is one row with a seed and a generation; the refresh token of generation n is computed from them. The
 * request that updates the row from n to n+1 has used the token, and every other request with it can get the same
 * successor. So a lost response signs nobody out, and no race creates a second chain. Thread-safe, also for many
 * instances on one store. Exceptions of the store are passed on.
 */
public final class Sessions {
    private final SessionStore store;
    private final RefreshTokens tokens;
    private final Revocations revocations;
    private final Outages outages;
    private final SessionLimits limits;
    private final InstantSource clock;
    private final KnownSessions known = new KnownSessions();

    public Sessions(
            SessionStore store,
            RefreshTokens tokens,
            Revocations revocations,
            Outages outages,
            SessionLimits limits,
            InstantSource clock) {
        this.store = store;
        this.tokens = tokens;
        this.revocations = revocations;
        this.outages = outages;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Opens a session for a user who has just authenticated; empty if the account was disabled, or its password was
     * changed, since the user was read.
     */
    public Optional<OpenedSession> open(User user, String ip, String userAgent) {
        StoredSession session = StoredSession.begin(user, SessionKind.TOKENS, limits, now(), ip, userAgent);
        return store.open(session, user.credentials(), limits.maxPerUser())
                .map(opened -> new OpenedSession(opened.user(), opened(session, opened.displaced())));
    }

    private Renewal opened(StoredSession session, List<String> displaced) {
        displaced.forEach(revocations::add);
        RefreshToken token = new RefreshToken(tokens.make(session, 0));
        return new Renewal(
                session.id(),
                session.userId(),
                token,
                session.createdAt(),
                session.expiresAt(),
                Renewal.Kind.OPENED,
                displaced);
    }

    /** Exchanges a refresh token for its successor. */
    public Renewal refresh(RefreshToken refreshToken) throws RefreshRefused {
        RefreshTokens.Tagged token = tokens.read(refreshToken.text()).orElseThrow(RefreshRefused::unknown);
        if (revocations.isEnded(token.sessionId())) {
            throw RefreshRefused.unknown();
        }
        Instant arrived = now();
        Optional<Renewal> usual = rotateKnown(token, arrived);
        return usual.isPresent() ? usual.get() : refreshAsStored(token, arrived);
    }

    /** The usual case, in one statement: the present token of a known session. */
    private Optional<Renewal> rotateKnown(RefreshTokens.Tagged token, Instant now) {
        return known.find(token.sessionId())
                .filter(session -> token.isOf(session) && !session.isExpired(now))
                .flatMap(session -> rotate(session, token.generation(), token.generation(), now));
    }

    private Optional<Renewal> rotate(StoredSession session, long from, long spent, Instant now) {
        Instant expiry = limits.expiry(session.kind(), now, session.endsAt());
        return store.rotate(session.id(), from, spent + 1, now, expiry)
                ? Optional.of(renewal(session, spent + 1, now, expiry, Renewal.Kind.ROTATED))
                : Optional.empty();
    }

    private Renewal refreshAsStored(RefreshTokens.Tagged token, Instant arrived) throws RefreshRefused {
        while (true) {
            StoredSession session =
                    store.find(token.sessionId()).filter(token::isOf).orElseThrow(RefreshRefused::unknown);
            known.note(session);
            Instant now = now();
            if (session.isExpired(now)) {
                throw new RefreshRefused(RefreshRefused.Reason.EXPIRED);
            }
            if (token.generation() < session.generation()) {
                return retry(token, session, arrived, now);
            }
            // Ahead of the row: the store lost the last commit, but the token proves it. The row moves forward.
            Optional<Renewal> rotated = rotate(session, session.generation(), token.generation(), now);
            if (rotated.isPresent()) {
                return rotated.get();
            }
        }
    }

    private Renewal retry(RefreshTokens.Tagged token, StoredSession session, Instant arrived, Instant now)
            throws RefreshRefused {
        if (isInGrace(token.generation(), session, now)) {
            return renewal(session, session.generation(), now, session.expiresAt(), Renewal.Kind.RETRIED);
        }
        if (session.rotatedAt().isAfter(arrived)) {
            // The store was slow, and the client has meanwhile tried again: no proof of theft.
            throw new RefreshRefused(RefreshRefused.Reason.OVERTAKEN);
        }
        end(session.id());
        throw new RefreshReused(session.id(), session.userId());
    }

    /** The user's sessions, the last used first. */
    public List<Session> list(String userId) {
        return store.listByUser(userId, clock.instant()).stream()
                .map(Session::of)
                .toList();
    }

    /**
     * The session of a refresh token, even if the token was used; empty for a string that was never issued. If the
     * store is away, this instance refuses the session from now on, and the exception is passed on.
     */
    public Optional<Session> findToEnd(RefreshToken token) {
        return tokens.read(token.text())
                .flatMap(tagged -> findOrRefuse(tagged.sessionId()).filter(tagged::isOf))
                .map(Session::of);
    }

    /** The session that a token names, whether or not it exists; empty for a string that was never issued. */
    public Optional<String> sessionIdOf(RefreshToken token) {
        return tokens.read(token.text()).map(RefreshTokens.Tagged::sessionId);
    }

    /** The session of an ID; if the store is away, as {@link #findToEnd(RefreshToken)}. */
    public Optional<Session> findToEnd(String sessionId) {
        return findOrRefuse(sessionId).map(Session::of);
    }

    private Optional<StoredSession> findOrRefuse(String sessionId) {
        boolean answered = false;
        try {
            Optional<StoredSession> found = store.find(sessionId);
            answered = true;
            return found;
        } finally {
            if (!answered) {
                revocations.add(sessionId);
            }
        }
    }

    /** Ends a session: refused here at once, even if the store then throws; false if it had ended already. */
    public boolean end(String sessionId) {
        revocations.add(sessionId);
        return store.end(sessionId, clock.instant());
    }

    /** Revokes an access token: with its session, or alone if it belongs to none. */
    public boolean revoke(AccessToken token) {
        if (!token.isClients()) {
            return end(token.sessionId());
        }
        revocations.add(token.id());
        return !revocations.isStored(token.id()) && store.revokeToken(token.id(), token.expiresAt(), clock.instant());
    }

    /** The session for which a refresh token can be used; does not use the token. */
    public Optional<Session> findUsable(RefreshToken token) {
        Instant now = now();
        return tokens.read(token.text())
                .filter(tagged -> !revocations.isEnded(tagged.sessionId()))
                .flatMap(tagged -> store.find(tagged.sessionId())
                        .filter(tagged::isOf)
                        .filter(session -> !session.isExpired(now) && buysOn(tagged.generation(), session, now)))
                .map(Session::of);
    }

    private boolean buysOn(long generation, StoredSession session, Instant now) {
        return generation >= session.generation() || isInGrace(generation, session, now);
    }

    private boolean isInGrace(long generation, StoredSession session, Instant now) {
        return generation == session.generation() - 1
                && limits.isWithinGrace(outages.orEndOfLast(session.rotatedAt()), now);
    }

    /** Ends one of the user's sessions; false if the user has none with this ID. */
    public boolean end(String sessionId, String userId) {
        return store.find(sessionId)
                .filter(session -> session.userId().equals(userId))
                .map(session -> end(session.id()))
                .orElse(false);
    }

    /** Ends all sessions of a user, and returns their number. */
    public int endAll(String userId) {
        return endOthers(userId, "");
    }

    /** Ends the sessions of a user except one, and returns their number. */
    public int endOthers(String userId, String exceptId) {
        List<String> ended = store.endAll(userId, exceptId, clock.instant());
        ended.forEach(revocations::add);
        return ended.size();
    }

    /** A page of all sessions, in the order of their IDs; from the first if {@code afterId} is empty. */
    public List<Session> list(String afterId, int limit) {
        return store.list(afterId, clock.instant(), limit).stream()
                .map(Session::of)
                .toList();
    }

    private Renewal renewal(StoredSession session, long generation, Instant now, Instant expiry, Renewal.Kind kind) {
        RefreshToken token = new RefreshToken(tokens.make(session, generation));
        return new Renewal(session.id(), session.userId(), token, now, expiry, kind, List.of());
    }

    /** To the millisecond, as stores keep instants. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
