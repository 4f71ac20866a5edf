package dev.postern.sessions;

import dev.postern.crypto.HmacKey;
import dev.postern.crypto.KeyDerivation;
import dev.postern.crypto.RandomText;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Tokens with which the command {@code doctor} may see the headers that reach an application. Everybody who knows the secret can
 * make one; it is good once, for {@link #LIFETIME}. Thread-safe, also for many instances on one store.
 */
public final class ProxyCheckTokens {
    public static final Duration LIFETIME = Duration.ofMinutes(1);

    private static final int PARTS = 2;

    private final HmacKey key;
    private final InstantSource clock;

    public ProxyCheckTokens(KeyDerivation secret, InstantSource clock) {
        this.key = secret.hmacKey("postern proxy check");
        this.clock = clock;
    }

    public String make() {
        String claim = RandomText.id() + "." + clock.instant().plus(LIFETIME).toEpochMilli();
        return key.signed(claim);
    }

    /** Uses a token; false if it is not good, or was used before. Exceptions of the store are passed on. */
    public boolean use(String token, SessionStore store) {
        return key.claimOf(token).filter(claim -> useClaim(claim, store)).isPresent();
    }

    private boolean useClaim(String claim, SessionStore store) {
        String[] parts = claim.split("\\.", -1);
        if (parts.length != PARTS) {
            return false;
        }
        Instant expiry = Instant.ofEpochMilli(Long.parseLong(parts[1]));
        return clock.instant().isBefore(expiry) && store.useCode(parts[0], expiry);
    }
}
