package dev.postern.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What people are told of keys. */
public final class KeyNews {
    private KeyNews() {}

    /** To the second. */
    static String instant(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** A time that is left, such as {@code 14m 50s}, rounded up. */
    static String left(Duration time) {
        long seconds = Math.max(0, time.plusMillis(999).toSeconds());
        long hours = seconds / 3600;
        long minutes = seconds / 60 % 60;
        String rest = seconds % 60 + "s";
        if (hours > 0) {
            return hours + "h " + minutes + "m";
        }
        return minutes > 0 ? minutes + "m " + rest : rest;
    }
}
