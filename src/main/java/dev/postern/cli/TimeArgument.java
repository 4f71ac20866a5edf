package dev.postern.cli;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A time in an argument. */
final class TimeArgument {
    private static final Pattern SHAPE = Pattern.compile("(\\d{1,6})([smhd])");
    private static final Map<String, ChronoUnit> UNITS =
            Map.of("s", ChronoUnit.SECONDS, "m", ChronoUnit.MINUTES, "h", ChronoUnit.HOURS, "d", ChronoUnit.DAYS);

    private TimeArgument() {}

    /** A number with s, m, h or d. */
    static Duration parse(String text) throws WrongUsage {
        Matcher shape = SHAPE.matcher(text);
        ChronoUnit unit = shape.matches() ? UNITS.get(shape.group(2)) : null;
        if (unit == null) {
            throw new WrongUsage("\"" + text + "\" is no time; write a number with s, m, h or d, as in 90d");
        }
        return Duration.of(Long.parseLong(shape.group(1)), unit);
    }
}
