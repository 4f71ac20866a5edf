package dev.postern.sessions;

import dev.postern.crypto.HmacKey;
import dev.postern.crypto.KeyDerivation;
import dev.postern.crypto.RandomText;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Codes by which a browser that has signed in on one host gets the session's cookie on another. A code is good once, for
 * {@link #LIFETIME}, for one host, one page there, and the one browser that asked for it (its state). Thread-safe, also
 * for many instances on one store. Exceptions of the store are passed on.
 */
public final class HandoverCodes {
    public static final Duration LIFETIME = Duration.ofSeconds(30);

    private static final int PARTS = 4;

    private final SessionStore store;
    private final HmacKey key;
    private final InstantSource clock;

    public HandoverCodes(SessionStore store, KeyDerivation secret, InstantSource clock) {
        this.store = store;
        this.key = secret.hmacKey("postern handover code");
        this.clock = clock;
    }

    /**
     * What a code is bound to; no part has a line break.
     *
     * @param host where it may be used
     * @param state what the browser is recognised by there
     * @param next the page to show then
     */
    public record Purpose(String host, String state, String next) {
        private String digest() {
            return RandomText.digest(host + "\n" + state + "\n" + next);
        }
    }

    /** A code for a session. */
    public String make(String sessionId, Purpose purpose) {
        long expiry = clock.instant().plus(LIFETIME).toEpochMilli();
        String claim = String.join(".", sessionId, RandomText.id(), Long.toString(expiry), purpose.digest());
        return key.signed(claim);
    }

    /**
     * Uses a code, and returns its session's ID; empty if it was used before, or is not good for this purpose. Then it is
     * good for none any more: somebody else may have seen it.
     */
    public Optional<String> use(String code, Purpose purpose) {
        return key.claimOf(code).flatMap(claim -> useClaim(claim, purpose));
    }

    private Optional<String> useClaim(String claim, Purpose purpose) {
        String[] parts = claim.split("\\.", -1);
        if (parts.length != PARTS) {
            return Optional.empty();
        }
        Instant expiry = Instant.ofEpochMilli(Long.parseLong(parts[2]));
        return clock.instant().isBefore(expiry) && store.useCode(parts[1], expiry) && parts[3].equals(purpose.digest())
                ? Optional.of(parts[0])
                : Optional.empty();
    }
}
