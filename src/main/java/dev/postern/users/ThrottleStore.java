package dev.postern.users;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The store of password attempts, and of the addresses that accounts know. */
public interface ThrottleStore {

    /**
     * A limit of attempts in a time window.
     *
     * @param account the account; empty for none
     * @param key attempts with the same key are counted together
     */
    record Allowance(String account, String key, int limit, Duration window) {}

    /** The result of an attempt. */
    sealed interface Taken {

        /** Counted, with these IDs. */
        record Granted(List<Long> ids) implements Taken {}

        /** Not counted: a limit is reached until then. */
        record UsedUp(Instant until) implements Taken {}
    }

    /** Counts an attempt in all limits, or in none if one is reached. Parallel calls never exceed a limit. */
    Taken take(List<Allowance> allowances, Instant now);

    /** Takes back attempts. */
    void giveBack(List<Long> ids);

    /** Called after a success: resets a limit, takes back attempts, and remembers the address. */
    void succeed(String allowanceKey, List<Long> ids, String account, String network, Instant now);

    /** Whether the account signed in from the address at {@code since} or later. */
    boolean isKnown(String account, String network, Instant since);

    /** Deletes all attempts for an account. */
    void forgive(String account);

    /** Deletes older attempts and addresses. */
    void prune(Instant attemptsBefore, Instant placesBefore);
}
