package dev.postern.bench.report;

import java.util.List;
import java.util.Locale;

/**
 * A bar for each figure, with a line from the least to the most of its rounds: SVG for light and dark pages. A bar that is
 * many times as long as most would leave no room for them, and is cut: its end fades.
 */
final class Bars {
    private static final int WIDTH = 760;
    private static final int LEFT = 300;
    private static final int RIGHT = 70;
    private static final int STEP = 26;
    private static final int TOP = 44;

    /** The longest bar that is not cut, in bars of the middle. */
    private static final double LONGEST = 3;

    /** A bar. */
    record Bar(String name, Series value, boolean ours) {}

    private Bars() {}

    static String svg(String title, List<Bar> bars) {
        List<Double> medians = bars.stream().map(bar -> bar.value().median()).sorted().toList();
        double limit = LONGEST * medians.get(bars.size() / 2);
        double most = bars.stream().mapToDouble(bar -> bar.value().most()).filter(value -> value <= limit).max().orElse(limit);
        int height = TOP + bars.size() * STEP + 12;
        StringBuilder svg = new StringBuilder("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-label="%s">
                <style>
                text { font: 13px system-ui, sans-serif; fill: #1f2328 }
                .title { font-weight: 600; font-size: 15px }
                .value { font-variant-numeric: tabular-nums }
                .bar { fill: #8c959f } .ours { fill: #0969da } .range { stroke: #1f2328; stroke-width: 1.5 }
                @media (prefers-color-scheme: dark) {
                text { fill: #e6edf3 } .bar { fill: #6e7681 } .ours { fill: #4493f8 } .range { stroke: #e6edf3 }
                }
                </style>
                <defs><linearGradient id="cut"><stop offset="0.8" stop-color="#fff"/><stop offset="1" stop-color="#000"/>
                </linearGradient><mask id="fade" maskContentUnits="objectBoundingBox">
                <rect width="1" height="1" fill="url(#cut)"/></mask></defs>
                <text class="title" x="12" y="24">%s</text>
                """.formatted(WIDTH, height, title, title));
        for (int i = 0; i < bars.size(); i++) {
            bar(svg, bars.get(i), TOP + i * STEP, (WIDTH - LEFT - RIGHT) / most);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void bar(StringBuilder svg, Bar bar, int y, double scale) {
        int right = WIDTH - RIGHT;
        boolean cut = LEFT + bar.value().most() * scale > right + 1;
        double end = cut ? right : LEFT + bar.value().median() * scale;
        double most = cut ? right : LEFT + bar.value().most() * scale;
        svg.append(String.format(Locale.ROOT, """
                <text x="%d" y="%d" text-anchor="end">%s</text>
                <rect class="%s" x="%d" y="%d" width="%.1f" height="16" rx="2"%s/>
                <text class="value" x="%.1f" y="%d">%s</text>
                """, LEFT - 10, y + 13, bar.name(), bar.ours() ? "ours" : "bar", LEFT, y, end - LEFT,
                cut ? " mask=\"url(#fade)\"" : "", Math.max(end, most) + 8, y + 13, Table.number(bar.value().median())));
        if (!cut) {
            svg.append(String.format(Locale.ROOT, "<line class=\"range\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>%n",
                    LEFT + bar.value().least() * scale, most, y + 8, y + 8));
        }
    }
}
