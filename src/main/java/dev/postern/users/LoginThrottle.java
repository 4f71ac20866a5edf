package dev.postern.users;

import dev.postern.crypto.Base64Url;
import dev.postern.crypto.HmacKey;
import dev.postern.users.PasswordWorkers.Standing;
import dev.postern.users.ThrottleStore.Allowance;
import dev.postern.users.ThrottleStore.Taken;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Limits wrong passwords in a time window: for an account from one address, from one address for all accounts, and for
 * an account from all addresses; the last two ten times as many. An attempt is counted before its password is checked,
 * and taken back if it was right, so that parallel guesses are limited as well.
 *
 * <p>A sender that an account knows (its device, or an address of a login within 30 days) has a separate limit, which
 * nobody else can use up. Names that do not exist are counted in the same way. Thread-safe, and shared by all instances
 * on one store. Exceptions of the store are passed on.
 */
public final class LoginThrottle {

    /** The factor for limits that unknown senders share. */
    static final int WIDER = 10;

    private static final Duration KNOWN_FOR = Duration.ofDays(30);
    private static final Duration LONGEST_WINDOW = Duration.ofHours(24);

    private static final byte[] SEPARATOR = {0};

    private final ThrottleStore store;
    private final HmacKey key;
    private final int attempts;
    private final Duration window;
    private final InstantSource clock;

    /**
     * @param key for the digests of names and addresses
     * @param attempts the limit of wrong passwords
     * @param window in which time, up to a day
     */
    public LoginThrottle(ThrottleStore store, HmacKey key, int attempts, Duration window, InstantSource clock) {
        this.store = store;
        this.key = key;
        this.attempts = attempts;
        this.window = window;
        this.clock = clock;
    }

    /**
     * The sender of a password.
     *
     * @param account as {@link #account} gives it
     * @param network the address, as far as it is one sender's
     * @param device what the account knows the sender by, such as a session or a browser; empty for none
     */
    public record Claimant(String account, String network, Optional<String> device) {}

    /**
     * Checks the password.
     *
     * @param <X> what it throws if it did not check the password
     */
    @FunctionalInterface
    public interface Check<T, X extends Exception> {
        T run(Standing standing) throws LoginRefused, X;
    }

    /** The digest of a name, whether or not it exists; the same for upper and lower case. */
    public String account(String name) {
        return digest("account", Username.keyOf(name).orElse(name));
    }

    /**
     * Checks a password, if the sender is within its limits.
     *
     * @param waste takes as long as the check, for an account above its limit: response time must not reveal throttling
     * @throws LoginRefused what the check throws; {@code TOO_MANY_ATTEMPTS}
     */
    public <T, X extends Exception> T guard(Claimant claimant, Check<T, X> check, Check<?, RuntimeException> waste)
            throws LoginRefused, X {
        Instant now = now();
        String network = digest("place", claimant.network());
        Allowance own = own(claimant, network);
        List<Long> taken = new ArrayList<>();
        boolean known = isKnown(claimant, network, now);
        Standing standing = known ? Standing.KNOWN : Standing.STRANGER;
        if (known) {
            take(List.of(own), now, taken);
        } else {
            take(List.of(own, wide("", "place:" + network)), now, taken);
            refuseAfter(waste, claimant.account(), now, taken);
        }
        T result = run(check, standing, taken);
        store.succeed(own.key(), taken, claimant.account(), network, now());
        return result;
    }

    private boolean isKnown(Claimant claimant, String network, Instant now) {
        return claimant.device().isPresent() || store.isKnown(claimant.account(), network, now.minus(KNOWN_FOR));
    }

    private Allowance own(Claimant claimant, String network) {
        String by = claimant.device().map(device -> "device:" + device).orElse("place:" + network);
        return new Allowance(claimant.account(), "account:" + claimant.account() + ":" + by, attempts, window);
    }

    private Allowance wide(String account, String allowanceKey) {
        return new Allowance(account, allowanceKey, WIDER * attempts, window);
    }

    private void take(List<Allowance> allowances, Instant now, List<Long> taken) throws LoginRefused {
        Taken outcome = store.take(allowances, now);
        if (outcome instanceof Taken.UsedUp usedUp) {
            throw LoginRefused.tooMany(Duration.between(now, usedUp.until()));
        }
        taken.addAll(((Taken.Granted) outcome).ids());
    }

    /** The attempts of this address stay counted, so that it cannot cause hashes without limit. */
    private void refuseAfter(Check<?, RuntimeException> waste, String account, Instant now, List<Long> taken)
            throws LoginRefused {
        try {
            take(List.of(wide(account, "account:" + account)), now, taken);
        } catch (LoginRefused refused) {
            run(waste, Standing.STRANGER, taken);
            throw refused;
        }
    }

    /** Runs a check; takes the attempt back if the password was not checked. */
    private <T, X extends Exception> T run(Check<T, X> check, Standing standing, List<Long> taken)
            throws LoginRefused, X {
        boolean judged = false;
        try {
            T result = check.run(standing);
            judged = true;
            return result;
        } catch (LoginRefused refused) {
            judged = refused.reason() != LoginRefused.Reason.BUSY;
            throw refused;
        } finally {
            if (!judged) {
                store.giveBack(taken);
            }
        }
    }

    /** Resets the count of wrong passwords for an account. */
    public void forgive(String name) {
        store.forgive(account(name));
    }

    /** Deletes attempts outside every window, and addresses without a login for long. */
    public void prune() {
        Instant now = now();
        store.prune(now.minus(LONGEST_WINDOW), now.minus(KNOWN_FOR));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private String digest(String kind, String text) {
        return Base64Url.encode(
                key.mac(kind.getBytes(StandardCharsets.UTF_8), SEPARATOR, text.getBytes(StandardCharsets.UTF_8)));
    }
}
