package dev.postern.sessions;

import dev.postern.tokens.AccessToken;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The life of sessions: opened by a login, renewed by refresh tokens, ended.
 *
 * <p>A session is one row with a seed and a generation; the refresh token of generation n is computed from them. Who
 * wins the row's step from n to n+1 has spent the token, and everybody else who presents it can be given the very same
 * successor. So a lost answer signs nobody out, and no race forks the chain. Safe for use by many threads, and by many
 * instances on one store, whose exceptions pass through.
 */
public final class Sessions {
    private static final int RANDOM_BYTES = 16;

    private final SessionStore store;
    private final RefreshTokens tokens;
    private final Revocations revocations;
    private final Outages outages;
    private final SessionLimits limits;
    private final InstantSource clock;
    private final KnownSessions known = new KnownSessions();
    private final SecureRandom random = new SecureRandom();

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

    /** Opens a session for a user who has just proved who they are. */
    public Renewal open(String userId, String ip, String userAgent) {
        Instant now = now();
        Instant end = now.plus(limits.lifetime());
        StoredSession session = new StoredSession(
                randomId(), userId, randomText(), 0, now, now, limits.refreshExpiry(now, end), end, ip, userAgent);
        List<String> displaced = store.open(session, limits.maxPerUser());
        displaced.forEach(revocations::add);
        RefreshToken token = new RefreshToken(tokens.make(session, 0));
        return new Renewal(session.id(), userId, token, now, session.expiresAt(), Renewal.Kind.OPENED, displaced);
    }

    /** Spends a refresh token for its successor. */
    public Renewal refresh(RefreshToken refreshToken) throws RefreshRefused {
        RefreshTokens.Tagged token = tokens.read(refreshToken.text()).orElseThrow(RefreshRefused::unknown);
        if (revocations.isEnded(token.sessionId())) {
            throw RefreshRefused.unknown();
        }
        Instant arrived = now();
        Optional<Renewal> usual = rotateKnown(token, arrived);
        return usual.isPresent() ? usual.get() : refreshAsStored(token, arrived);
    }

    /** The usual case, in one statement: the token in hand, of a session that is known here. */
    private Optional<Renewal> rotateKnown(RefreshTokens.Tagged token, Instant now) {
        return known.find(token.sessionId())
                .filter(session -> token.isOf(session) && !session.isExpired(now))
                .flatMap(session -> rotate(session, token.generation(), token.generation(), now));
    }

    private Optional<Renewal> rotate(StoredSession session, long from, long spent, Instant now) {
        Instant expiry = limits.refreshExpiry(now, session.endsAt());
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
            // Ahead of the row: the store lost our last commit, but not our word for it. The row moves forward.
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
            // The store was slow, and whoever sent this has meanwhile asked again and gone on: no proof of theft.
            throw new RefreshRefused(RefreshRefused.Reason.OVERTAKEN);
        }
        end(session.id());
        throw new RefreshRefused(RefreshRefused.Reason.REUSED, session.id(), session.userId());
    }

    /** The user's living sessions, the last used first. */
    public List<Session> list(String userId) {
        return store.listByUser(userId, clock.instant()).stream()
                .map(Session::of)
                .toList();
    }

    /**
     * The living session that a refresh token belongs to, be it spent; empty for a string that we never issued. With
     * the store away, the session is refused here from now on, and the store's exception passes.
     */
    public Optional<Session> findToEnd(RefreshToken token) {
        return tokens.read(token.text())
                .flatMap(tagged -> findOrRefuse(tagged.sessionId()).filter(tagged::isOf))
                .map(Session::of);
    }

    /** The session that a token of ours names, whether or not it lives; empty for a string that we never issued. */
    public Optional<String> sessionIdOf(RefreshToken token) {
        return tokens.read(token.text()).map(RefreshTokens.Tagged::sessionId);
    }

    /** The living session of an id; with the store away as {@link #findToEnd(RefreshToken)}. */
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

    /** Ends a session: refused here at once, even if the store then throws; false when it was over already. */
    public boolean end(String sessionId) {
        revocations.add(sessionId);
        return store.end(sessionId, clock.instant());
    }

    /** Refuses an access token from now on: with all of its session, or by itself where it belongs to none. */
    public boolean revoke(AccessToken token) {
        if (!token.isClients()) {
            return end(token.sessionId());
        }
        revocations.add(token.id());
        return !revocations.isTold(token.id()) && store.revokeToken(token.id(), token.expiresAt(), clock.instant());
    }

    /** The living session of which a refresh token buys the next pair, if it does; asking spends nothing. */
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

    /** Ends one of the user's sessions; false, and nothing ended, when they have none of this id. */
    public boolean end(String sessionId, String userId) {
        return store.find(sessionId)
                .filter(session -> session.userId().equals(userId))
                .map(session -> end(session.id()))
                .orElse(false);
    }

    /** Ends all sessions of a user, and says how many they were. */
    public int endAll(String userId) {
        List<String> ended = store.endAll(userId, "", clock.instant());
        ended.forEach(revocations::add);
        return ended.size();
    }

    /** A page of all living sessions, in the order of their ids; from the first where {@code afterId} is empty. */
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

    /** None begins with a hyphen: behind a command it would be taken for an option. */
    private String randomId() {
        String id = randomText();
        return id.startsWith("-") ? randomId() : id;
    }

    private String randomText() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return RefreshTokens.encode(bytes);
    }
}
