package dev.postern.users;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Where attempts at passwords are counted, and the places known from which accounts sign in. */
public interface ThrottleStore {

    /**
     * So many attempts in any window of time.
     *
     * @param account whose account it is about; empty if nobody's
     * @param key what is counted together
     */
    record Allowance(String account, String key, int limit, Duration window) {}

    /** What became of an attempt. */
    sealed interface Taken {

        /** Counted, under these ids. */
        record Granted(List<Long> ids) implements Taken {}

        /** Not counted: an allowance is used up until then. */
        record UsedUp(Instant until) implements Taken {}
    }

    /**
     * Counts an attempt in each of the allowances, or in none where any is used up. Of several callers at once, no more
     * are granted than are allowed.
     */
    Taken take(List<Allowance> allowances, Instant now);

    /** Takes back attempts. */
    void giveBack(List<Long> ids);

    /** Notes a success: forgets what an allowance has counted, takes back attempts, and knows the place from now on. */
    void succeed(String allowanceKey, List<Long> ids, String account, String place, Instant now);

    /** Whether the account signed in from the place at {@code since} or later. */
    boolean isKnown(String account, String place, Instant since);

    /** Forgets all that was counted for an account. */
    void forgive(String account);

    /** Forgets attempts and places that are older. */
    void prune(Instant attemptsBefore, Instant placesBefore);
}
