package dev.postern.http.server;

import java.util.HashMap;
import java.util.Map;

/** A limited resource, in all and per sender. Thread-safe. */
public final class Quota {
    private final int most;
    private final int mostEach;
    private final int small;
    private final Map<String, Integer> taken = new HashMap<>();
    private long all;

    /**
     * A quota.
     *
     * @param most for all senders together
     * @param mostEach for one sender
     * @param small what a sender may hold even when all others have used up {@code most}, up to twice {@code most} in all:
     *     a few large senders cannot use it up for everybody
     */
    public Quota(int most, int mostEach, int small) {
        this.most = most;
        this.mostEach = mostEach;
        this.small = small;
    }

    /** Takes an amount for a sender; false, and nothing taken, if not enough is left. */
    public synchronized boolean take(String sender, int amount) {
        int theirs = taken.getOrDefault(sender, 0);
        long bound = theirs + (long) amount <= small ? 2L * most : most;
        if (amount > bound - all || amount > mostEach - theirs) {
            return false;
        }
        taken.put(sender, theirs + amount);
        all += amount;
        return true;
    }

    public synchronized void giveBack(String sender, int amount) {
        taken.computeIfPresent(sender, (same, theirs) -> theirs > amount ? theirs - amount : null);
        all -= amount;
    }
}
