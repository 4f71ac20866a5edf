package dev.postern.settings;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Formats of numbers, sizes and times. Bounds are inclusive, and written the way an operator would write them. */
final class Quantities {

    /** Nine digits at most, so that no number, and no size, overflows. */
    private static final Pattern QUANTITY = Pattern.compile("([0-9]{1,9})([A-Za-z]*)");

    private static final Map<String, Long> BYTES = Map.of("", 1L, "KB", 1024L, "MB", 1024L * 1024);

    private static final Map<String, ChronoUnit> TIMES = Map.of(
            "ms", ChronoUnit.MILLIS,
            "s", ChronoUnit.SECONDS,
            "m", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS,
            "d", ChronoUnit.DAYS);

    private Quantities() {}

    static Format<Integer> number(int least, int most) {
        return new Format<>("a number from " + least + " to " + most, between(least, most, Quantities::readNumber));
    }

    /** A number of bytes; KB and MB are powers of 1024. */
    static Format<Integer> size(String least, String most) {
        Function<String, Optional<Long>> reading =
                between(readSize(least).orElseThrow(), readSize(most).orElseThrow(), Quantities::readSize);
        return new Format<>(
                "a size from " + least + " to " + most + ", in bytes or with KB or MB",
                text -> reading.apply(text).map(Math::toIntExact));
    }

    /** A time; a day is 24 hours. */
    static Format<Duration> time(String least, String most) {
        return new Format<>(
                "a time from " + least + " to " + most + ", with ms, s, m, h or d",
                between(readTime(least).orElseThrow(), readTime(most).orElseThrow(), Quantities::readTime));
    }

    private static <T extends Comparable<T>> Function<String, Optional<T>> between(
            T least, T most, Function<String, Optional<T>> reading) {
        return text -> reading.apply(text).filter(value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0);
    }

    private static Optional<Integer> readNumber(String text) {
        Matcher parts = QUANTITY.matcher(text);
        return parts.matches() && parts.group(2).isEmpty()
                ? Optional.of(Integer.valueOf(parts.group(1)))
                : Optional.empty();
    }

    private static Optional<Long> readSize(String text) {
        Matcher parts = QUANTITY.matcher(text);
        return parts.matches() && BYTES.containsKey(parts.group(2))
                ? Optional.of(Long.parseLong(parts.group(1)) * BYTES.get(parts.group(2)))
                : Optional.empty();
    }

    private static Optional<Duration> readTime(String text) {
        Matcher parts = QUANTITY.matcher(text);
        return parts.matches() && TIMES.containsKey(parts.group(2))
                ? Optional.of(Duration.of(Long.parseLong(parts.group(1)), TIMES.get(parts.group(2))))
                : Optional.empty();
    }
}
