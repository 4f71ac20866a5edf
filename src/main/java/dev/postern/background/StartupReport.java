package dev.postern.background;

import dev.postern.gate.PathGroup;
import dev.postern.settings.Settings;
import dev.postern.store.engine.StoreLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a server logs when it has started, in at most eight lines: what it is, what it protects, and what to mend. */
public final class StartupReport {
    private static final int MOST_LINES = 8;
    private static final int MOST_WARNINGS = 4;
    private static final int HEAD = 2;

    private final Settings settings;
    private final String version;
    private final String url;

    /** @param url where it listens */
    public StartupReport(Settings settings, String version, String url) {
        this.settings = settings;
        this.version = version;
        this.url = url;
    }

    /** A line of the log. */
    public record Line(boolean warning, String text) {}

    /** The lines, in their order. */
    public List<Line> lines(List<PathGroup> groups, List<String> warnings) {
        List<Line> lines = new ArrayList<>();
        lines.add(new Line(false, program()));
        lines.add(new Line(false, store()));
        List<Line> mend = warnings(warnings);
        groups(groups, MOST_LINES - HEAD - mend.size()).forEach(text -> lines.add(new Line(false, text)));
        lines.addAll(mend);
        return lines;
    }

    private String program() {
        String reached = settings.server()
                .publicUrl()
                .map(known -> known.toString().equals(url) ? "" : "; people reach it at " + known)
                .orElse("");
        return "Postern " + version + " on Java " + Runtime.version().feature() + " listens on " + url + reached;
    }

    private String store() {
        StoreLocation location = StoreLocation.of(settings.store().url());
        String where = location.file()
                .map(file -> "SQLite " + file.toAbsolutePath())
                .orElseGet(() -> "PostgreSQL "
                        + location.name().substring("jdbc:postgresql:".length()).replaceFirst("^//", ""));
        String key = settings.token().algorithm().startsWith("HS") ? "SECRET_KEY" : "key pairs in the store";
        return "Store: " + where + ". Tokens: " + settings.token().algorithm() + " with " + key;
    }

    private static List<Line> warnings(List<String> all) {
        Stream<String> shown = all.stream();
        if (all.size() > MOST_WARNINGS) {
            int more = all.size() - MOST_WARNINGS + 1;
            shown = Stream.concat(
                    shown.limit(MOST_WARNINGS - 1),
                    Stream.of(more + " more warnings; see: postern settings check, and GET /health/ready as an"
                            + " administrator"));
        }
        return shown.map(text -> new Line(true, text)).toList();
    }

    private static List<String> groups(List<PathGroup> groups, int most) {
        if (groups.isEmpty()) {
            return List.of("Groups: none, so only Postern's own pages are reached; group.<name>.path protects others");
        }
        int shown = groups.size() <= most ? groups.size() : most - 1;
        int name = width(groups.stream().limit(shown).map(PathGroup::name));
        int paths = width(groups.stream().limit(shown).map(StartupReport::paths));
        List<String> lines = new ArrayList<>();
        for (PathGroup group : groups.subList(0, shown)) {
            String form = "Group %-" + name + "s  %-" + paths + "s  %s%s";
            lines.add(String.format(
                    Locale.ROOT,
                    form,
                    group.name(),
                    paths(group),
                    group.admitted(),
                    group.destination().map(where -> "; " + where).orElse("")));
        }
        if (shown < groups.size()) {
            lines.add("and " + (groups.size() - shown) + " more groups: see /admin/groups");
        }
        return lines;
    }

    private static String paths(PathGroup group) {
        String hosts = group.hosts().stream().sorted().collect(Collectors.joining(","));
        String paths = group.patterns().stream().map(Object::toString).collect(Collectors.joining(","));
        String methods = group.methods().stream().sorted().collect(Collectors.joining(","));
        return (methods.isEmpty() ? "" : methods + " ") + hosts + paths;
    }

    private static int width(Stream<String> texts) {
        return texts.mapToInt(String::length).max().orElse(0);
    }
}
