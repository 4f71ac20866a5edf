package dev.postern.users;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Personal tokens: {@code pst_} and 256 random bits, of which the store has the SHA-256 alone. Thread-safe.
 *
 * <p>What the store says of a token is remembered for half a second. So a token costs a look-up or two a second at most,
 * however often it is used, and whatever happens to it or to its owner on another instance is noticed within that time.
 * While the store is away, tokens go on that were looked up within the last second before it went: of the others nobody
 * knows whether they were revoked. Strings that are no token are not remembered.
 */
public final class PersonalTokens {

    /** What every token begins with. */
    public static final String PREFIX = "pst_";

    /** The most living tokens that a user may have. */
    public static final int MAX_PER_USER = 100;

    public static final Duration DEFAULT_LIFETIME = Duration.ofDays(90);
    private static final Duration MIN_LIFETIME = Duration.ofMinutes(1);
    private static final Duration MAX_LIFETIME = Duration.ofDays(366);
    private static final Duration RECORD_EVERY = Duration.ofMinutes(1);
    private static final int MAX_NAME = 100;
    private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
    private static final int ZERO_WIDTH_JOINER = 0x200d;
    private static final int LENGTH = PREFIX.length() + 43;
    private static final long FRESH_NANOS = Duration.ofMillis(500).toNanos();
    private static final long OUTAGE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int MAX_REMEMBERED = 10_000;

    /**
     * A new token.
     *
     * @param text shown this once
     */
    public record Made(PersonalToken token, String text) {
        @Override
        public String toString() {
            return "Made[" + token + "]";
        }
    }

    private record Known(PersonalTokenStore.Held held, long readAtNanos) {}

    private final PersonalTokenStore store;
    private final InstantSource clock;
    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private final AtomicLong forgotten = new AtomicLong();
    private final Map<String, Instant> uses = new ConcurrentHashMap<>();
    private final Map<String, Instant> recorded = new ConcurrentHashMap<>();
    private volatile long storeAnsweredAtNanos = System.nanoTime();

    public PersonalTokens(PersonalTokenStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Makes a token.
     *
     * @param lifetime a minute to 366 days
     * @param groups empty for all
     * @throws UserRefused {@code NOT_FOUND}
     */
    public Made make(String userId, String name, Duration lifetime, Set<String> groups)
            throws PersonalTokenRefused, UserRefused {
        if (name.isBlank()
                || name.codePointCount(0, name.length()) > MAX_NAME
                || name.codePoints().anyMatch(PersonalTokens::isUnfit)) {
            throw new PersonalTokenRefused(PersonalTokenRefused.Reason.INVALID_NAME);
        }
        if (lifetime.compareTo(MIN_LIFETIME) < 0 || lifetime.compareTo(MAX_LIFETIME) > 0) {
            throw new PersonalTokenRefused(PersonalTokenRefused.Reason.INVALID_LIFETIME);
        }
        Instant now = now();
        String text = PREFIX + RandomText.secret();
        PersonalToken token =
                new PersonalToken(RandomText.id(), userId, name, groups, now, now.plus(lifetime), Optional.empty());
        if (!store.insert(token, RandomText.digest(text), MAX_PER_USER)) {
            if (store.list(userId, now).isEmpty()) {
                throw new UserRefused(UserRefused.Reason.NOT_FOUND);
            }
            throw new PersonalTokenRefused(PersonalTokenRefused.Reason.TOO_MANY);
        }
        return new Made(token, text);
    }

    /** The token of a text with its owner, if it is good now: not expired, and its owner not disabled. */
    public Optional<PersonalTokenStore.Held> find(String text) {
        if (!hasForm(text)) {
            return Optional.empty();
        }
        Instant now = now();
        Optional<PersonalTokenStore.Held> held = look(RandomText.digest(text))
                .filter(found -> !found.token().isExpired(now) && !found.owner().disabled());
        held.ifPresent(found -> uses.put(found.token().id(), now));
        return held;
    }

    /** The token of a text, to take it away: as the store has it, and whatever has become of its owner. */
    public Optional<PersonalTokenStore.Held> findToRevoke(String text) {
        return hasForm(text) ? store.find(RandomText.digest(text)) : Optional.empty();
    }

    private static boolean hasForm(String text) {
        return text.length() == LENGTH && text.startsWith(PREFIX);
    }

    private Optional<PersonalTokenStore.Held> look(String digest) {
        Known last = known.get(digest);
        if (last != null && System.nanoTime() - last.readAtNanos() < FRESH_NANOS) {
            return Optional.of(last.held());
        }
        long asked = forgotten.get();
        try {
            Optional<PersonalTokenStore.Held> held = store.find(digest);
            noteStoreAnswer();
            remember(digest, held, asked);
            return held;
        } catch (RuntimeException away) {
            if (last == null || storeAnsweredAtNanos - last.readAtNanos() > OUTAGE_NANOS) {
                throw away;
            }
            return Optional.of(last.held());
        }
    }

    /** The store has just answered, whoever asked: what was read long before that is no longer relied on in an outage. */
    public void noteStoreAnswer() {
        storeAnsweredAtNanos = System.nanoTime();
    }

    /** What was asked before a change is not remembered after it. */
    private synchronized void remember(String digest, Optional<PersonalTokenStore.Held> held, long asked) {
        if (held.isEmpty() || asked != forgotten.get()) {
            known.remove(digest);
            return;
        }
        if (known.size() >= MAX_REMEMBERED) {
            known.clear(); // More tokens than that in use at once: each pays a look-up again.
        }
        known.put(digest, new Known(held.get(), System.nanoTime()));
    }

    /** A user's living tokens, the newest first. */
    public List<PersonalToken> list(String userId) {
        return store.list(userId, now()).stream()
                .map(PersonalTokenStore.Held::token)
                .toList();
    }

    /** Everybody's living tokens with their owners, the newest first. */
    public List<PersonalTokenStore.Held> all() {
        return store.list("", now());
    }

    /** Takes a token away: refused here at once, elsewhere within a second; empty when there is none of this id. */
    public Optional<PersonalTokenStore.Held> revoke(String id) {
        return store.remove(id);
    }

    /** Takes one of the user's tokens away; false when they have none of this id. */
    public boolean revoke(String id, String userId) {
        boolean theirs = list(userId).stream().anyMatch(token -> token.id().equals(id));
        return theirs && revoke(id).isPresent();
    }

    /** Asks the store anew for every token, since a user or a token was changed here. */
    public synchronized void forget() {
        forgotten.incrementAndGet();
        known.clear();
    }

    /** Notes uses in the store: the first of a token, and then one a minute at most. */
    public void recordUses() {
        Map<String, Instant> due = new HashMap<>();
        uses.forEach((id, at) -> {
            Instant last = recorded.get(id);
            if (last == null || !at.isBefore(last.plus(RECORD_EVERY))) {
                due.put(id, at);
            }
        });
        store.recordUse(due);
        recorded.putAll(due);
        due.forEach(uses::remove);
    }

    /** Forgets what has expired. */
    public void tidy() {
        Instant now = now();
        recorded.values().removeIf(at -> now.isAfter(at.plus(RECORD_EVERY)));
        store.prune(now);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * What cannot be seen, or makes a name be seen as another; but for the joiners that scripts and emoji are written with.
     * Half of a surrogate pair is no character, and no store keeps it.
     */
    private static boolean isUnfit(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            case Character.FORMAT -> codePoint != ZERO_WIDTH_JOINER && codePoint != ZERO_WIDTH_NON_JOINER;
            default -> false;
        };
    }
}
