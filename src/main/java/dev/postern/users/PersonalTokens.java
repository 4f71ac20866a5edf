package dev.postern.users;

import dev.postern.crypto.RandomText;
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
import org.jspecify.annotations.Nullable;

/**
 * Personal tokens: {@code pst_} and 256 random bits, of which the store has only the SHA-256. Thread-safe.
 *
 * <p>The result of a look-up is remembered for half a second. So a token costs at most two look-ups per second, and
 * changes on other instances are noticed within that time. While the store is away, only tokens remain valid that were
 * looked up in the last second before: others may have been revoked. Unknown tokens are not remembered.
 */
public final class PersonalTokens {

    /** What every token begins with. */
    public static final String PREFIX = "pst_";

    /** The most valid tokens that a user may have. */
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
     * @param text cannot be shown again
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

    /** The token of a text with its owner, if it is valid: not expired, and its owner not disabled. */
    public Optional<PersonalTokenStore.Held> find(String text) {
        return hasForm(text) ? use(look(RandomText.digest(text))) : Optional.empty();
    }

    /** The same without asking the store; empty if it would have to be asked. */
    public Optional<PersonalTokenStore.Held> findRemembered(String text) {
        return hasForm(text) ? use(fresh(known.get(RandomText.digest(text)))) : Optional.empty();
    }

    private Optional<PersonalTokenStore.Held> use(Optional<PersonalTokenStore.Held> found) {
        Instant now = now();
        Optional<PersonalTokenStore.Held> held = found.filter(
                each -> !each.token().isExpired(now) && !each.owner().disabled());
        held.ifPresent(each -> uses.put(each.token().id(), now));
        return held;
    }

    private static Optional<PersonalTokenStore.Held> fresh(@Nullable Known last) {
        return last != null && System.nanoTime() - last.readAtNanos() < FRESH_NANOS
                ? Optional.of(last.held())
                : Optional.empty();
    }

    /** The token of a text, for revoking it: from the store, even if its owner is disabled. */
    public Optional<PersonalTokenStore.Held> findToRevoke(String text) {
        return hasForm(text) ? store.find(RandomText.digest(text)) : Optional.empty();
    }

    /** Whether a text looks like a personal token, rather than another kind. */
    public static boolean isOne(String text) {
        return text.startsWith(PREFIX);
    }

    private static boolean hasForm(String text) {
        return text.length() == LENGTH && isOne(text);
    }

    private Optional<PersonalTokenStore.Held> look(String digest) {
        Known last = known.get(digest);
        Optional<PersonalTokenStore.Held> remembered = fresh(last);
        if (remembered.isPresent()) {
            return remembered;
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

    /** Called when the store has answered any request: in an outage, older look-ups are no longer used. */
    public void noteStoreAnswer() {
        storeAnsweredAtNanos = System.nanoTime();
    }

    /** A look-up from before a change is not remembered after it. */
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

    /** A user's valid tokens, the newest first. */
    public List<PersonalToken> list(String userId) {
        return store.list(userId, now()).stream()
                .map(PersonalTokenStore.Held::token)
                .toList();
    }

    /** All valid tokens with their owners, the newest first. */
    public List<PersonalTokenStore.Held> all() {
        return store.list("", now());
    }

    /**
     * Revokes a token: refused here at once, on other instances within a second; empty if there is none with this ID.
     */
    public Optional<PersonalTokenStore.Held> revoke(String id) {
        return store.remove(id);
    }

    /** Revokes one of the user's tokens; false if the user has none with this ID. */
    public boolean revoke(String id, String userId) {
        boolean theirs = list(userId).stream().anyMatch(token -> token.id().equals(id));
        return theirs && revoke(id).isPresent();
    }

    /** Forgets all look-ups, because a user or a token was changed here. */
    public synchronized void forget() {
        forgotten.incrementAndGet();
        known.clear();
    }

    /** Stores uses: the first of a token, and then at most one per minute. */
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

    /** Deletes expired tokens and old look-ups. */
    public void tidy() {
        Instant now = now();
        recorded.values().removeIf(at -> now.isAfter(at.plus(RECORD_EVERY)));
        store.prune(now);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * Invisible characters, and those that change how a name looks; except the joiners that scripts and emoji need.
     * Half of a surrogate pair is not a character, and no store keeps it.
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
