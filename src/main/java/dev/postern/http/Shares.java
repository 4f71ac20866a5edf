package dev.postern.http;

import java.util.HashMap;
import java.util.Map;

/** How much of something is in use, which is bounded in all, and for each sender. Thread-safe. */
final class Shares {
    private final int most;
    private final int mostEach;
    private final Map<String, Integer> taken = new HashMap<>();
    private long all;

    Shares(int most, int mostEach) {
        this.most = most;
        this.mostEach = mostEach;
    }

    /** Takes so much for a sender; false, and nothing taken, where there is not as much left. */
    synchronized boolean take(String sender, int amount) {
        int theirs = taken.getOrDefault(sender, 0);
        // A sender that holds nothing is served up to twice the bound: a few cannot use it up for everybody.
        long bound = theirs == 0 ? 2L * most : most;
        if (amount > bound - all || amount > mostEach - theirs) {
            return false;
        }
        taken.put(sender, theirs + amount);
        all += amount;
        return true;
    }

    synchronized void giveBack(String sender, int amount) {
        taken.computeIfPresent(sender, (same, theirs) -> theirs > amount ? theirs - amount : null);
        all -= amount;
    }
}
