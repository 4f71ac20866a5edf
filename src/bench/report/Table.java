package dev.postern.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A table of Markdown. */
final class Table {
    private final List<String> lines = new ArrayList<>();

    Table(String... titles) {
        row(titles);
        lines.add(Stream.of(titles).map(title -> "---").collect(Collectors.joining(" | ", "| ", " |")));
    }

    void row(String... cells) {
        lines.add(Stream.of(cells).collect(Collectors.joining(" | ", "| ", " |")));
    }

    /** With three digits, as none of the figures is more exact. */
    static String number(double value) {
        if (value >= 100) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, value >= 10 ? "%.1f" : "%.2f", value);
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
