package dev.postern.sessions;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.postern.tokens.TokenSigner;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * For services that verify tokens: which tokens are refused although they have not expired. Each statement is signed,
 * and remembered for equal requests. Thread-safe.
 */
public final class RevocationFeed {
    /** What the signed answers are ({@code typ}). */
    public static final String TYPE = "revocations+jwt";

    private static final int PAGE = 1_000;
    private static final int REMEMBERED = 64;
    private static final Duration FRESH = Duration.ofSeconds(5);

    /**
     * A signed statement.
     *
     * @param text a compact JWS, in ASCII
     * @param whole whether it is complete; if not, a request from its position gets more
     */
    public record Statement(ByteBuffer text, boolean whole) {
        /** The same bytes for all readers, without copies. */
        @Override
        public ByteBuffer text() {
            return text.duplicate();
        }
    }

    private record Answer(Position position, String keyId, Instant at, Statement statement) {}

    private final SessionStore store;
    private final Revocations revocations;
    private final TokenSigner signer;
    private final InstantSource clock;
    private final Map<Long, Answer> answers = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Answer> eldest) {
            return size() > REMEMBERED;
        }
    };

    public RevocationFeed(SessionStore store, Revocations revocations, TokenSigner signer, InstantSource clock) {
        this.store = store;
        this.revocations = revocations;
        this.signer = signer;
        this.clock = clock;
    }

    /** Whether all revocations are known. */
    public boolean isReady() {
        return revocations.isLoaded();
    }

    /** The last position. */
    public long position() {
        return revocations.position().number();
    }

    /** Whether there are revocations after a position, or the position is one of another history. */
    public boolean hasChangedSince(long since) {
        return since != position();
    }

    /** Sets the listener for new revocations. It is called on a thread that must not be delayed. */
    public void onChange(Runnable listener) {
        revocations.onChange(listener);
    }

    /**
     * The revocations behind a position, or the first thousand of them, as a signed statement: {@code iss}, {@code
     * iat}, {@code seq}, the position reached, and {@code ended}, a list of {@code sid}, {@code jti}, or {@code sub}
     * with {@code before}, each with {@code exp}, when no token is affected any more. Exceptions of the store are
     * passed on.
     *
     * @param since 0 for the beginning
     */
    public Statement statement(long since) {
        Position position = revocations.position();
        long from = position.readingFrom(Position.of(since));
        Optional<Statement> known = remembered(from, position);
        if (known.isPresent()) {
            return known.get();
        }
        Instant now = clock.instant();
        String keyId = signer.keyId();
        Statement statement = make(from, position, now);
        keep(from, new Answer(position, keyId, now, statement));
        return statement;
    }

    /** What {@link #statement} would say, if it need not be made; empty if it must. */
    public Optional<Statement> remembered(long since) {
        Position position = revocations.position();
        return remembered(position.readingFrom(Position.of(since)), position);
    }

    private Optional<Statement> remembered(long from, Position position) {
        Instant now = clock.instant();
        return find(from)
                .filter(known -> known.position().equals(position))
                .filter(known -> known.keyId().equals(signer.keyId()))
                .filter(known -> now.isBefore(known.at().plus(FRESH)))
                .map(Answer::statement);
    }

    private Statement make(long from, Position position, Instant now) {
        List<Revocation> page = from == position.seq() ? List.of() : store.revokedSince(from, PAGE);
        long reached =
                page.isEmpty() ? position.seq() : page.get(page.size() - 1).seq();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("seq", new Position(position.history(), reached).number());
        claims.put("ended", page.stream().map(RevocationFeed::entry).toList());
        byte[] text = signer.signStatement(TYPE, claims, now).getBytes(US_ASCII);
        return new Statement(ByteBuffer.wrap(text).asReadOnlyBuffer(), page.size() < PAGE);
    }

    private static Map<String, Object> entry(Revocation revocation) {
        Map<String, Object> entry = new LinkedHashMap<>();
        if (revocation instanceof Revocation.OfSubject subject) {
            entry.put("sub", subject.id());
            entry.put("before", subject.issuedBefore().getEpochSecond());
        } else {
            entry.put(revocation instanceof Revocation.OfToken ? "jti" : "sid", revocation.id());
        }
        entry.put("exp", Revocations.endOf(revocation).getEpochSecond());
        return entry;
    }

    private synchronized Optional<Answer> find(long from) {
        return Optional.ofNullable(answers.get(from));
    }

    private synchronized void keep(long from, Answer answer) {
        answers.put(from, answer);
    }
}
