package dev.postern.http.pages;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Instants and durations in words. */
public final class Times {
    private static final DateTimeFormatter EXACT = DateTimeFormatter.ofPattern(
                    "d MMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final int DAYS_IN_MONTH = 30;
    private static final int DAYS_TO_MONTHS = 120;
    private static final int HOURS_TO_DAYS = 48;
    private static final int MINUTES_TO_HOURS = 120;

    private Times() {}

    /** Such as {@code 2 hours ago} or {@code in 3 days}; the future is rounded up, so that 90 days begin as 90. */
    public static String ago(Instant at, Instant now) {
        Duration past = Duration.between(at, now);
        if (past.abs().toSeconds() < 60) {
            return past.isNegative() ? "in less than a minute" : "just now";
        }
        return past.isNegative() ? "in " + words(roundedUp(past.negated())) : words(past) + " ago";
    }

    private static Duration roundedUp(Duration time) {
        if (time.toHours() >= HOURS_TO_DAYS) {
            return time.plus(Duration.ofDays(1)).minusMillis(1);
        }
        return time.plus(time.toMinutes() >= MINUTES_TO_HOURS ? Duration.ofHours(1) : Duration.ofMinutes(1))
                .minusMillis(1);
    }

    /** For the title of an instant in words. */
    public static String exact(Instant at) {
        return EXACT.format(at);
    }

    /** A time to wait, rounded up to minutes, so that nobody comes back too early. */
    public static String minutes(Duration time) {
        return words(Duration.ofMinutes(Math.max(1, time.plusSeconds(59).toMinutes())));
    }

    /** In the unit that fits, rounded down. */
    public static String words(Duration time) {
        if (time.toDays() >= DAYS_TO_MONTHS) {
            return count(time.toDays() / DAYS_IN_MONTH, "month");
        }
        if (time.toHours() >= HOURS_TO_DAYS) {
            return count(time.toDays(), "day");
        }
        return time.toMinutes() >= MINUTES_TO_HOURS ? count(time.toHours(), "hour") : count(time.toMinutes(), "minute");
    }

    private static String count(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }
}
